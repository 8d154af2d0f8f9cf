/** What can be wrong with nmap itself. All are surroundings the user can mend; hosts that do not answer are data, not errors. */
import { EnvironmentError } from '../../errors.ts';
import { printable } from '../printable.ts';

/** nmap is not installed or cannot be started. */
export class NmapMissingError extends EnvironmentError {
  constructor(hint: string, message = 'nmap wurde auf diesem Rechner nicht gefunden.') {
    super(message, hint);
  }
}

/** nmap is older than the oldest version whose output is known to be sound. */
export class NmapTooOldError extends EnvironmentError {
  constructor(version: string, oldest: string, hint: string) {
    super(`nmap ${version} ist zu alt; nötig ist mindestens ${oldest}.`, hint);
  }
}

/** nmap asked for rights of the system administrator. */
export class NmapNeedsRootError extends EnvironmentError {
  constructor() {
    super(
      'nmap verlangt für diese Prüfung Systemverwalterrechte.',
      'burgward braucht nur die Verbindungsprüfung, die ohne solche Rechte läuft. Die nmap-Installation prüfen oder ohne nmap prüfen lassen.',
    );
  }
}

/** nmap tried to look up a name. We hand over literal addresses only, so this points to a broken installation. */
export class NmapCannotResolveError extends EnvironmentError {
  constructor(detail: string) {
    super(
      `nmap konnte ein Ziel nicht auflösen: ${printable(detail, 200)}`,
      'burgward übergibt nur Adressen. Mit „burgward diagnose“ prüfen, ob wirklich nmap installiert ist.',
    );
  }
}

/** nmap does not know an option we use. */
export class NmapOptionError extends EnvironmentError {
  constructor(detail: string) {
    super(
      `nmap kennt eine der verwendeten Optionen nicht: ${printable(detail, 200)}`,
      'Eine aktuelle nmap-Version (ab 7.80) installieren.',
    );
  }
}

/** The program's output is not what nmap writes; nothing in it is used. */
export class NmapOutputError extends EnvironmentError {
  constructor(detail: string) {
    super(
      `Die Ausgabe von nmap ist unbrauchbar: ${printable(detail, 200)}`,
      'Mit „burgward diagnose“ prüfen, ob wirklich nmap installiert ist, und die Prüfung wiederholen.',
    );
  }
}

/** nmap ended with an error before any host was finished. */
export class NmapFailedError extends EnvironmentError {
  constructor(detail: string) {
    super(
      `nmap hat die Prüfung mit einem Fehler beendet: ${printable(detail, 300)}`,
      'Die Prüfung wiederholen; bleibt der Fehler, ohne nmap prüfen lassen.',
    );
  }
}
