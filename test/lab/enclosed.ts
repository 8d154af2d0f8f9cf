/**
 * The lab changes addresses, routes and filters. Started by hand outside its enclosure it would leave them on the machine, where they
 * cut off whatever lies behind the addresses it borrows.
 */
import { networkInterfaces } from 'node:os';
import { isInside } from '../../scripts/lab/enclosure.ts';

export default function setup(): void {
  const reachable = Object.keys(networkInterfaces()).filter((name) => name !== 'lo');
  if (!isInside() || reachable.length > 0) {
    throw new Error('Das Prüflabor läuft nur abgeschottet: npm run test:lab, für einzelne Dateien npm run test:lab -- NAME');
  }
}
