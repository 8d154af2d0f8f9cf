/** What one check of a Kommune and the check of many have in common on the command line. */
import { vantages } from '../domain/observation.ts';
import { checkProfiles } from '../usecases/run-checks.ts';
import { Flags } from './flags.ts';

/** @param profil what the profiles mean */
export function checkFlags(profil: string) {
  return {
    check: Flags.string({ description: 'nur diese Prüfungen; mehrfach möglich', helpValue: 'ID', multiple: true }),
    profil: Flags.option({ options: checkProfiles, description: profil, helpValue: 'PROFIL', default: 'leicht' as const })(),
    blickwinkel: Flags.option({
      options: vantages,
      description: 'nur Freigaben mit diesem Blickwinkel: internet, kdn, lan oder host',
      helpValue: 'ORT',
    })(),
    resolver: Flags.string({
      description: 'DNS-Server, der zu freigegebenen Domains gefragt wird, statt dem dieses Rechners',
      helpValue: 'ADRESSE',
    }),
    probe: Flags.boolean({ description: 'nur zeigen, was geprüft würde; nichts senden, nichts speichern' }),
    'nur-nmap': Flags.boolean({ description: 'ohne nmap enden, statt den eigenen Verbindungstest zu nehmen' }),
  };
}
