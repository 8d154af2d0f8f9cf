import { expect, it } from 'vitest';
import { isFragilePort } from '../../../src/collect/fragile-ports.ts';
import { serviceProbes } from '../../../src/collect/probes.ts';

it('nothing is ever asked on ports where printers and controllers listen', () => {
  expect(serviceProbes.flatMap(({ ports }) => ports).filter(isFragilePort)).toEqual([]);
});

it('who tries a door needs the consent to tests of access, and who reads a greeting does not', () => {
  const needConsent = (...kinds: readonly string[]) =>
    serviceProbes.filter(({ kind }) => kinds.includes(kind)).map(({ isAccessTest }) => isAccessTest);
  expect(new Set(needConsent('open-access'))).toEqual(new Set([true]));
  expect(new Set(needConsent('login', 'smb', 'rdp'))).toEqual(new Set([false]));
});
