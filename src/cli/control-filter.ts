import { Flags } from './flags.ts';

/** Filters of the catalogue commands. */
export const controlFilterFlags = {
  profil: Flags.string({ description: 'nur Controls dieses Profils, in seiner Reihenfolge', helpValue: 'PROFIL' }),
  baustein: Flags.string({ description: 'nur dieser Baustein', helpValue: 'ID' }),
  thema: Flags.string({ description: 'nur dieses Thema', helpValue: 'THEMA' }),
  rolle: Flags.string({ description: 'nur Controls, für die diese Rolle zuständig ist', helpValue: 'ROLLE' }),
  rahmenwerk: Flags.string({ description: 'nur Controls, die Punkte dieses Rahmenwerks beantworten', helpValue: 'ID' }),
};
