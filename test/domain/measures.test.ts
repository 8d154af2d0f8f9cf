/** Why a measure comes first, as the plan and the list of measures say it. */
import { expect, it } from 'vitest';
import { priorityOf } from '../../src/domain/measures.ts';
import { beispielhainInput } from '../report/fixture.ts';

it('names one legal duty in the singular and several in the plural', () => {
  const { evaluation, catalogue, asOf } = beispielhainInput('leitung');
  const byId = new Map(catalogue.controls.map((control) => [control.id, control]));
  const duties = evaluation.duties.get('saechsisichg') ?? [];
  const reasonFor = (control: string) => {
    const entry = { register: 'massnahme', kommune: 'beispielhain', id: 'X1', values: { titel: 'x', controls: [control] } };
    const recorded = { removed: null, validFrom: '2026-01-02', recordedAt: '2026-01-02T09:00:00.000Z', recordedBy: 'Jan Muster' };
    return priorityOf({ ...entry, ...recorded }, byId, duties, catalogue.vocabulary.efforts, asOf).reason;
  };
  expect(reasonFor('SICHERHEITSMANAGEMENT.1')).toMatch(/^Dient einer gesetzlichen Pflicht \(S-\d+\); /);
  expect(reasonFor('SICHERHEITSMANAGEMENT.2')).toMatch(/^Dient gesetzlichen Pflichten \(S-\d+, S-\d+\); /);
});
