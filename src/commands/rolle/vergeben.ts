import { Args, dateFlag, Flags, kommuneFlag, requiredDateFlag } from '../../cli/flags.ts';
import { rollenTable } from '../../cli/rollen-table.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { assignRole, otherHolders } from '../../usecases/rollen.ts';

export default class RolleVergeben extends WriteCommand<CommandJson['rolle vergeben']> {
  static override summary = 'Eine Person in einer Rolle erfassen, etwa die BfIS oder die Leitung';
  static override description =
    'Wer erfasst, steht hier nur in BURGWARD_PERSON: --person nennt die Person, die die Rolle bekommt.';
  static override examples = [
    'burgward rolle vergeben bfis --kommune beispielhain --person "Ines Sorbe" --ab 2026-03-01 --bestellt 2026-03-01 --gemeldet 2026-03-20',
  ];
  static override refusedFlags = { stand: 'Seit wann die Person die Rolle hat, sagt --ab.' };
  static override args = {
    rolle: Args.string({ description: 'bfis, bfis-vertretung, leitung, it-leitung, dsb …', required: true }),
  };
  static override flags = {
    kommune: kommuneFlag(),
    person: Flags.string({ description: 'wer die Rolle bekommt', helpValue: 'NAME', required: true }),
    ab: requiredDateFlag('ab', { description: 'erster Tag in der Rolle' }),
    bestellt: dateFlag('bestellt', { description: 'Tag der förmlichen Bestellung' }),
    gemeldet: dateFlag('gemeldet', { description: 'Tag der Mitteilung an das Land (bei BfIS und Vertretung)' }),
  };

  async run() {
    const { args, flags } = await this.parse(RolleVergeben);
    const { kommune, person, ab, bestellt = null, gemeldet = null, datenbank } = flags;
    const acting = { datenbank, person: process.env['BURGWARD_PERSON'] };
    const { rolle, others } = await this.withContext(acting, async (context) => {
      const assigned = await assignRole(context, { kommune, rolle: args.rolle, person, ab, bestellt, gemeldet });
      return { rolle: assigned, others: await otherHolders(context, assigned) };
    });
    this.print(rollenTable([rolle]));
    if (others.length > 0)
      this.note(
        `Diese Rolle hat auch: ${others.join(', ')}. Bei einem Wechsel: burgward rolle beenden NUMMER --kommune ${kommune} --bis JJJJ-MM-TT`,
      );
    return rolle;
  }
}
