/** Which code judges which check. A new check is added by `npm run new:check`, which writes both lines. */
import type { Check } from '../domain/check.ts';
import type { Observation } from '../domain/observation.ts';
import { declaredServiceClosed } from './declared-service-closed.ts';
import { dnsAuthority } from './dns-authority.ts';
import { dnsCaa } from './dns-caa.ts';
import { dnsDangling } from './dns-dangling.ts';
import { dnsDnssec } from './dns-dnssec.ts';
import { dnsDnssecStrength } from './dns-dnssec-strength.ts';
import { dnsIpv6 } from './dns-ipv6.ts';
import { dnsNameServers } from './dns-name-servers.ts';
import { dnsOpenResolver } from './dns-open-resolver.ts';
import { dnsPrivateAddresses } from './dns-private-addresses.ts';
import { dnsServerVersion } from './dns-server-version.ts';
import { dnsWildcard } from './dns-wildcard.ts';
import { dnsZoneTransfer, noTransferTried } from './dns-zone-transfer.ts';
import { hostAddressPlan } from './host-address-plan.ts';
import { hostDefaultRoutes } from './host-default-routes.ts';
import { httpAdminLogin } from './http-admin-login.ts';
import { httpContentTypeOptions } from './http-content-type-options.ts';
import { httpCookies } from './http-cookies.ts';
import { httpCors } from './http-cors.ts';
import { httpCsp } from './http-csp.ts';
import { httpDirectoryLeftovers, noLeftoversTried } from './http-directory-leftovers.ts';
import { httpErrorPage } from './http-error-page.ts';
import { httpFraming } from './http-framing.ts';
import { httpHsts } from './http-hsts.ts';
import { httpMethods } from './http-methods.ts';
import { httpMixedContent } from './http-mixed-content.ts';
import { httpRedirect } from './http-redirect.ts';
import { httpReferrerPolicy } from './http-referrer-policy.ts';
import { httpSecurityTxt } from './http-security-txt.ts';
import { httpThirdParties } from './http-third-parties.ts';
import { httpVersionDisclosure } from './http-version-disclosure.ts';
import { ipmiExposed } from './ipmi-exposed.ts';
import { loginBanner } from './login-banner.ts';
import { loginStarttls } from './login-starttls.ts';
import { mailDane } from './mail-dane.ts';
import { mailDaneCertificate } from './mail-dane-certificate.ts';
import { mailDkim } from './mail-dkim.ts';
import { mailDmarc } from './mail-dmarc.ts';
import { mailDmarcReports } from './mail-dmarc-reports.ts';
import { mailMtaSts } from './mail-mta-sts.ts';
import { mailMx } from './mail-mx.ts';
import { mailNoMailDomain } from './mail-no-mail-domain.ts';
import { mailReverseNames } from './mail-reverse-names.ts';
import { mailSpf } from './mail-spf.ts';
import { mailSpfStrictness } from './mail-spf-strictness.ts';
import { mailTlsRpt } from './mail-tls-rpt.ts';
import { ntpExtendedQueries } from './ntp-extended-queries.ts';
import { openDatabases } from './open-databases.ts';
import { openDirectory } from './open-directory.ts';
import { openFiles } from './open-files.ts';
import { rdpNla } from './rdp-nla.ts';
import { remoteAdministrationExposed } from './remote-administration-exposed.ts';
import { hasNoOther } from './shared-keys.ts';
import { smbSigning } from './smb-signing.ts';
import { smbVersion } from './smb-version.ts';
import { smtpLogin } from './smtp-login.ts';
import { smtpStarttls } from './smtp-starttls.ts';
import { snmpDefaultCommunity } from './snmp-default-community.ts';
import { namesNoSoftware, softwareEndOfLife } from './software-end-of-life.ts';
import { sshCiphers } from './ssh-ciphers.ts';
import { sshGroupSize } from './ssh-group-size.ts';
import { sshHostKeyAlgorithms } from './ssh-host-key-algorithms.ts';
import { sshHostKeySize } from './ssh-host-key-size.ts';
import { sshKeyExchange } from './ssh-key-exchange.ts';
import { sshMac } from './ssh-mac.ts';
import { sshProtocolVersion } from './ssh-protocol-version.ts';
import { sshSharedHostKey } from './ssh-shared-host-key.ts';
import { sshTerrapin } from './ssh-terrapin.ts';
import { telnetOpen } from './telnet-open.ts';
import { tlsCertificateChain } from './tls-certificate-chain.ts';
import { tlsCertificateKey } from './tls-certificate-key.ts';
import { tlsCertificateLifetime } from './tls-certificate-lifetime.ts';
import { tlsCertificateName } from './tls-certificate-name.ts';
import { tlsCertificateRevocation } from './tls-certificate-revocation.ts';
import { tlsCertificateSignature } from './tls-certificate-signature.ts';
import { tlsCertificateTransparency } from './tls-certificate-transparency.ts';
import { tlsCertificateValidity } from './tls-certificate-validity.ts';
import { tlsCipherSuites } from './tls-cipher-suites.ts';
import { tlsEarlyData } from './tls-early-data.ts';
import { tlsFeatures } from './tls-features.ts';
import { tlsKeyExchangeGroups } from './tls-key-exchange-groups.ts';
import { tlsProtocolVersion } from './tls-protocol-version.ts';
import { tlsSharedKey } from './tls-shared-key.ts';
import { tlsSuiteOrder } from './tls-suite-order.ts';
import { udpServicesExposed } from './udp-services-exposed.ts';
import { undeclaredService } from './undeclared-service.ts';

export interface RegisteredCheck {
  judge: Check;
  /** Placeholders its sentences may use; the code gives each of them a value in every verdict. */
  placeholders: readonly string[];
  /** Whether it has nothing to say only because what it needs was left out, for want of consent to access tests. */
  wasLeftOut?(observation: Observation): boolean;
}

export const checkRegistry: Readonly<Record<string, RegisteredCheck>> = {
  'declared-service-closed': { judge: declaredServiceClosed, placeholders: ['ports', 'checked', 'reason'] },
  'dns-authority': { judge: dnsAuthority, placeholders: ['count', 'faults', 'reason'] },
  'dns-caa': { judge: dnsCaa, placeholders: ['issuers', 'reason'] },
  'dns-dangling': { judge: dnsDangling, placeholders: ['names', 'faults', 'reason'] },
  'dns-dnssec': { judge: dnsDnssec, placeholders: ['resolver', 'faults', 'reason'] },
  'dns-dnssec-strength': { judge: dnsDnssecStrength, placeholders: ['faults', 'reason'] },
  'dns-ipv6': { judge: dnsIpv6, placeholders: ['faults', 'reason'] },
  'dns-name-servers': { judge: dnsNameServers, placeholders: ['count', 'faults', 'reason'] },
  'dns-open-resolver': { judge: dnsOpenResolver, placeholders: ['code', 'faults', 'reason'] },
  'dns-private-addresses': { judge: dnsPrivateAddresses, placeholders: ['names', 'reason'] },
  'dns-server-version': { judge: dnsServerVersion, placeholders: ['version', 'reason'] },
  'dns-wildcard': { judge: dnsWildcard, placeholders: ['reason'] },
  'dns-zone-transfer': { judge: dnsZoneTransfer, placeholders: ['zones', 'reason'], wasLeftOut: noTransferTried },
  'host-address-plan': { judge: hostAddressPlan, placeholders: ['networks', 'known', 'reason'] },
  'host-default-routes': { judge: hostDefaultRoutes, placeholders: ['ways', 'reason'] },
  'http-admin-login': { judge: httpAdminLogin, placeholders: ['found', 'reason'] },
  'http-content-type-options': { judge: httpContentTypeOptions, placeholders: ['found', 'reason'] },
  'http-cookies': { judge: httpCookies, placeholders: ['cookies', 'reason'] },
  'http-cors': { judge: httpCors, placeholders: ['reason'] },
  'http-csp': { judge: httpCsp, placeholders: ['weaknesses', 'reason'] },
  'http-directory-leftovers': {
    judge: httpDirectoryLeftovers,
    placeholders: ['found', 'reason'],
    wasLeftOut: noLeftoversTried,
  },
  'http-error-page': { judge: httpErrorPage, placeholders: ['found', 'reason'] },
  'http-framing': { judge: httpFraming, placeholders: ['reason'] },
  'http-hsts': { judge: httpHsts, placeholders: ['maxAgeDays', 'scope', 'reason'] },
  'http-methods': { judge: httpMethods, placeholders: ['methods', 'reason'] },
  'http-mixed-content': { judge: httpMixedContent, placeholders: ['found', 'reason'] },
  'http-redirect': { judge: httpRedirect, placeholders: ['location', 'reason'] },
  'http-referrer-policy': { judge: httpReferrerPolicy, placeholders: ['policy', 'reason'] },
  'http-security-txt': { judge: httpSecurityTxt, placeholders: ['problems', 'until', 'reason'] },
  'http-third-parties': { judge: httpThirdParties, placeholders: ['hosts', 'scripts', 'reason'] },
  'http-version-disclosure': { judge: httpVersionDisclosure, placeholders: ['found', 'reason'] },
  'ipmi-exposed': { judge: ipmiExposed, placeholders: ['state', 'reason'] },
  'login-banner': { judge: loginBanner, placeholders: ['protocol', 'banner', 'reason'] },
  'login-starttls': { judge: loginStarttls, placeholders: ['protocol', 'methods', 'reason'] },
  'mail-dane': { judge: mailDane, placeholders: ['faults', 'reason'] },
  'mail-dane-certificate': { judge: mailDaneCertificate, placeholders: ['count', 'faults', 'reason'] },
  'mail-dkim': { judge: mailDkim, placeholders: ['selectors', 'faults', 'reason'] },
  'mail-dmarc': { judge: mailDmarc, placeholders: ['policy', 'faults', 'reason'] },
  'mail-dmarc-reports': { judge: mailDmarcReports, placeholders: ['removed', 'faults', 'reason'] },
  'mail-mta-sts': { judge: mailMtaSts, placeholders: ['faults', 'how', 'reason'] },
  'mail-mx': { judge: mailMx, placeholders: ['servers', 'faults', 'reason'] },
  'mail-no-mail-domain': { judge: mailNoMailDomain, placeholders: ['faults', 'reason'] },
  'mail-reverse-names': { judge: mailReverseNames, placeholders: ['addresses', 'faults', 'reason'] },
  'mail-spf': { judge: mailSpf, placeholders: ['terms', 'faults', 'reason'] },
  'mail-spf-strictness': { judge: mailSpfStrictness, placeholders: ['faults', 'reason'] },
  'mail-tls-rpt': { judge: mailTlsRpt, placeholders: ['faults', 'reason'] },
  'ntp-extended-queries': { judge: ntpExtendedQueries, placeholders: ['answered', 'reason'] },
  'open-databases': { judge: openDatabases, placeholders: ['service', 'proof', 'reason'] },
  'open-directory': { judge: openDirectory, placeholders: ['reason'] },
  'open-files': { judge: openFiles, placeholders: ['found', 'reason'] },
  'rdp-nla': { judge: rdpNla, placeholders: ['accepted', 'reason'] },
  'remote-administration-exposed': {
    judge: remoteAdministrationExposed,
    placeholders: ['ports', 'checked', 'total', 'reason'],
  },
  'smb-signing': { judge: smbSigning, placeholders: ['state', 'reason'] },
  'smb-version': { judge: smbVersion, placeholders: ['dialect', 'encryption', 'reason'] },
  'smtp-login': { judge: smtpLogin, placeholders: ['methods', 'reason'] },
  'smtp-starttls': { judge: smtpStarttls, placeholders: ['reason'] },
  'snmp-default-community': { judge: snmpDefaultCommunity, placeholders: ['names', 'reason'] },
  'software-end-of-life': {
    judge: softwareEndOfLife,
    placeholders: ['releases', 'by', 'until', 'reason'],
    wasLeftOut: namesNoSoftware,
  },
  'ssh-ciphers': { judge: sshCiphers, placeholders: ['offered', 'rejected', 'unlisted', 'reason'] },
  'ssh-group-size': { judge: sshGroupSize, placeholders: ['bits', 'minimum', 'reason'] },
  'ssh-host-key-algorithms': { judge: sshHostKeyAlgorithms, placeholders: ['offered', 'rejected', 'unlisted', 'reason'] },
  'ssh-host-key-size': { judge: sshHostKeySize, placeholders: ['keys', 'weak', 'reason'] },
  'ssh-key-exchange': { judge: sshKeyExchange, placeholders: ['offered', 'rejected', 'unlisted', 'reason'] },
  'ssh-mac': { judge: sshMac, placeholders: ['offered', 'rejected', 'unlisted', 'reason'] },
  'ssh-protocol-version': { judge: sshProtocolVersion, placeholders: ['version', 'reason'] },
  'ssh-shared-host-key': { judge: sshSharedHostKey, placeholders: ['hosts', 'checked', 'reason'], wasLeftOut: hasNoOther },
  'ssh-terrapin': { judge: sshTerrapin, placeholders: ['affected', 'reason'] },
  'telnet-open': { judge: telnetOpen, placeholders: ['reason'] },
  'tls-certificate-chain': { judge: tlsCertificateChain, placeholders: ['problem', 'note', 'reason'] },
  'tls-certificate-key': { judge: tlsCertificateKey, placeholders: ['key', 'minimum', 'reason'] },
  'tls-certificate-lifetime': { judge: tlsCertificateLifetime, placeholders: ['lifetime', 'maximum', 'issued', 'reason'] },
  'tls-certificate-name': { judge: tlsCertificateName, placeholders: ['name', 'names', 'note', 'reason'] },
  'tls-certificate-revocation': { judge: tlsCertificateRevocation, placeholders: ['status', 'reason'] },
  'tls-certificate-signature': { judge: tlsCertificateSignature, placeholders: ['signature', 'rejected', 'note', 'reason'] },
  'tls-certificate-transparency': { judge: tlsCertificateTransparency, placeholders: ['count', 'minimum', 'reason'] },
  'tls-certificate-validity': { judge: tlsCertificateValidity, placeholders: ['until', 'days', 'reason'] },
  'tls-cipher-suites': { judge: tlsCipherSuites, placeholders: ['rejected', 'unlisted', 'incomplete', 'reason'] },
  'tls-early-data': { judge: tlsEarlyData, placeholders: ['rejected', 'unlisted', 'reason'] },
  'tls-features': { judge: tlsFeatures, placeholders: ['problems', 'notes', 'reason'] },
  'tls-key-exchange-groups': {
    judge: tlsKeyExchangeGroups,
    placeholders: ['rejected', 'unlisted', 'hybrid', 'incomplete', 'reason'],
  },
  'tls-protocol-version': { judge: tlsProtocolVersion, placeholders: ['offered', 'rejected', 'until', 'reason'] },
  'tls-shared-key': { judge: tlsSharedKey, placeholders: ['hosts', 'checked', 'note', 'reason'], wasLeftOut: hasNoOther },
  'tls-suite-order': { judge: tlsSuiteOrder, placeholders: ['habit', 'rejected', 'reason'] },
  'udp-services-exposed': { judge: udpServicesExposed, placeholders: ['ports', 'checked', 'total', 'reason'] },
  'undeclared-service': { judge: undeclaredService, placeholders: ['ports', 'checked', 'reason'] },
};

/** Placeholders by check id, as `loadCatalogue` and `lintCatalogue` take them. */
export const knownChecks: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(checkRegistry).map(([id, { placeholders }]) => [id, placeholders]),
);
