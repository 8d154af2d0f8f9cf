/** Everything that has to be there before the lab can run, or one sentence about what is missing. */
import { canEnclose } from './enclosure.ts';
import { canInstall, installPackages, missingPackages } from './packages.ts';

const environmentExitCode = 4;

/** Installs what is missing. Ends the program where the lab cannot run: with 4 in continuous integration, with 0 elsewhere. */
export function prepareLab(): void {
  const missing = missingPackages();
  if (missing.length > 0) {
    if (!canInstall()) {
      stop(`Das Prüflabor braucht noch diese Pakete und root-Rechte auf Debian oder Ubuntu: ${missing.join(', ')}.`);
    }
    process.stdout.write(`Für das Prüflabor werden installiert: ${missing.join(', ')} …\n`);
    const problem = installPackages(missing);
    if (problem !== null) stop(`Die Installation für das Prüflabor ist gescheitert.\n${problem}`);
    const still = missingPackages();
    if (still.length > 0) stop(`Für das Prüflabor fehlt auch nach der Installation: ${still.join(', ')}.`);
  }
  if (process.getuid?.() !== 0) stop('Das Prüflabor braucht root-Rechte, um Dienste abgeschottet zu starten.');
  if (!canEnclose()) {
    stop('Das Prüflabor braucht eigene Namensräume für Netz und Prozesse (unshare); dieses System erlaubt sie nicht.');
  }
}

function stop(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(process.env['CI'] === 'true' ? environmentExitCode : 0);
}
