import { getEventListeners } from 'node:events';
import { expect, it } from 'vitest';
import { whenAborted } from '../../src/collect/abort.ts';

it('an abort ends everything that waits, each once, and nothing that stopped waiting', () => {
  const controller = new AbortController();
  const ended: string[] = [];
  whenAborted(controller.signal, () => ended.push('one'));
  const forget = whenAborted(controller.signal, () => ended.push('never'));
  whenAborted(controller.signal, () => ended.push('two'));
  forget();
  controller.abort();
  expect(ended).toEqual(['one', 'two']);
});

it('many wait by one listener, and none is left with the signal when nobody waits', () => {
  const { signal } = new AbortController();
  const forget = Array.from({ length: 100 }, () => whenAborted(signal, () => undefined));
  expect(getEventListeners(signal, 'abort')).toHaveLength(1);
  for (const each of forget) each();
  expect(getEventListeners(signal, 'abort')).toEqual([]);
  whenAborted(signal, () => undefined);
  expect(getEventListeners(signal, 'abort')).toHaveLength(1);
});
