import { Flags } from './flags.ts';

/** Filters of the catalogue commands. */
export const controlFilterFlags = {
  profil: Flags.string({ description: 'nur Anforderungen dieses Profils, in seiner Reihenfolge', helpValue: 'PROFIL' }),
  baustein: Flags.string({ description: 'nur dieser Baustein', helpValue: 'ID' }),
  thema: Flags.string({ description: 'nur dieses Thema', helpValue: 'THEMA' }),
  rolle: Flags.string({ description: 'nur Anforderungen, für die diese Rolle zuständig ist', helpValue: 'ROLLE' }),
  rahmenwerk: Flags.string({ description: 'nur Anforderungen, die Punkte dieses Rahmenwerks beantworten', helpValue: 'ID' }),
};
