import type { ReportDefinition } from '../../definition.ts';
import { ratsanfragePlaceables } from './blocks.ts';
import { allQuestions, buildRatsanfrage } from './build.ts';
import type { RatsanfrageData } from './data.ts';
import { questionIds } from './questions.ts';

export const ratsanfrage: ReportDefinition<RatsanfrageData> = {
  wants: { registers: { massnahme: 'own', vorfall: 'own', ressource: 'own', schulung: 'own' } },
  editions: ['intern', 'rat', 'oeffentlich'],
  variants: [allQuestions, ...questionIds],
  build: buildRatsanfrage,
  placeables: ratsanfragePlaceables,
};
