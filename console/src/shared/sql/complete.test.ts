import { CompletionContext } from '@codemirror/autocomplete';
import { EditorState } from '@codemirror/state';
import { expect, test } from 'vitest';

import { completer, type Word } from './complete';

const word = (kind: Word['kind'], text: string): Word => ({ kind, text, detail: '', title: {} });
const offered = completer(
  [word('event', "It's paid"), word('stage', 'loyal'), word('trait', 'traits."VIP Level"'), word('aggregate', 'count')],
  one => one.text,
);
const at = (doc: string) => {
  const found = offered(new CompletionContext(EditorState.create({ doc }), doc.length, false));
  return found?.options.map(option => option.apply);
};

test('within quotes texts are offered, as a text of SQL holds them', () => {
  expect(at("event = 'It")).toEqual(["It''s paid", 'loyal']);
});

test('outside of quotes names are offered, and events with their quotes', () => {
  expect(at('traits.V')).toEqual(["'It''s paid'", 'traits."VIP Level"', 'count(']);
  expect(at("event = 'x' ")).toBeUndefined();
});
