/** Which code judges which check. A new check is added by `npm run new:check`, which writes both lines. */
import type { Check } from '../domain/check.ts';
import { declaredServiceClosed } from './declared-service-closed.ts';
import { httpHsts } from './http-hsts.ts';
import { httpRedirect } from './http-redirect.ts';
import { remoteAdministrationExposed } from './remote-administration-exposed.ts';
import { softwareEndOfLife } from './software-end-of-life.ts';
import { sshCiphers } from './ssh-ciphers.ts';
import { sshHostKeyAlgorithms } from './ssh-host-key-algorithms.ts';
import { sshKeyExchange } from './ssh-key-exchange.ts';
import { sshMac } from './ssh-mac.ts';
import { sshProtocolVersion } from './ssh-protocol-version.ts';
import { sshTerrapin } from './ssh-terrapin.ts';
import { tlsCertificateKey } from './tls-certificate-key.ts';
import { tlsCertificateValidity } from './tls-certificate-validity.ts';
import { tlsCipherSuites } from './tls-cipher-suites.ts';
import { tlsProtocolVersion } from './tls-protocol-version.ts';
import { undeclaredService } from './undeclared-service.ts';

export interface RegisteredCheck {
  judge: Check;
  /** Placeholders its sentences may use; the code gives each of them a value in every verdict. */
  placeholders: readonly string[];
}

export const checkRegistry: Readonly<Record<string, RegisteredCheck>> = {
  'declared-service-closed': { judge: declaredServiceClosed, placeholders: ['ports', 'checked', 'reason'] },
  'http-hsts': { judge: httpHsts, placeholders: ['maxAgeDays', 'reason'] },
  'http-redirect': { judge: httpRedirect, placeholders: ['location', 'reason'] },
  'remote-administration-exposed': {
    judge: remoteAdministrationExposed,
    placeholders: ['ports', 'checked', 'total', 'reason'],
  },
  'software-end-of-life': { judge: softwareEndOfLife, placeholders: ['releases', 'until', 'reason'] },
  'ssh-ciphers': { judge: sshCiphers, placeholders: ['offered', 'rejected', 'unlisted', 'reason'] },
  'ssh-host-key-algorithms': { judge: sshHostKeyAlgorithms, placeholders: ['offered', 'rejected', 'unlisted', 'reason'] },
  'ssh-key-exchange': { judge: sshKeyExchange, placeholders: ['offered', 'rejected', 'unlisted', 'reason'] },
  'ssh-mac': { judge: sshMac, placeholders: ['offered', 'rejected', 'unlisted', 'reason'] },
  'ssh-protocol-version': { judge: sshProtocolVersion, placeholders: ['version', 'reason'] },
  'ssh-terrapin': { judge: sshTerrapin, placeholders: ['affected', 'reason'] },
  'tls-certificate-key': { judge: tlsCertificateKey, placeholders: ['key', 'minimum', 'reason'] },
  'tls-certificate-validity': { judge: tlsCertificateValidity, placeholders: ['until', 'days', 'reason'] },
  'tls-cipher-suites': { judge: tlsCipherSuites, placeholders: ['rejected', 'unlisted', 'incomplete', 'reason'] },
  'tls-protocol-version': { judge: tlsProtocolVersion, placeholders: ['offered', 'rejected', 'until', 'reason'] },
  'undeclared-service': { judge: undeclaredService, placeholders: ['ports', 'checked', 'reason'] },
};

/** Placeholders by check id, as `loadCatalogue` and `lintCatalogue` take them. */
export const knownChecks: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(checkRegistry).map(([id, { placeholders }]) => [id, placeholders]),
);
