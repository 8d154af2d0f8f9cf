import { showCommand } from '../../cli/register-commands.ts';
import { vorfall } from '../../domain/registers/vorfall.ts';

const Show = showCommand(vorfall);

export default class VorfallZeigen extends Show {
  // Named again: oclif stops collecting at a class without properties of its own.
  static override args = Show.args;
  static override flags = Show.flags;

  override async run() {
    const shown = await super.run();
    const { id, kommune } = shown.eintrag;
    this.note(`Meldefristen: burgward vorfall fristen ${id} --kommune ${kommune}`);
    return shown;
  }
}
