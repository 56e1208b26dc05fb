import { autocompletion, closeBrackets, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching } from '@codemirror/language';
import { lintGutter, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { Compartment, EditorState } from '@codemirror/state';
import { drawSelection, EditorView, keymap, placeholder as hint } from '@codemirror/view';
import { useEffect, useRef } from 'react';

import { useLanguage } from '@/shared/i18n/language';
import { titled } from '@/shared/i18n/titled';

import { completer, type Word } from './complete';
import styles from './Editor.module.css';
import { colours, expression, yaml } from './language';

/** What is wrong at a line and a column, both from 1. */
export interface Mistake {
  line: number;
  column: number;
  message: string;
  level?: 'error' | 'warning';
}

interface Props {
  /** What is written here: read aloud. */
  label: string;
  value: string;
  onChange?: (value: string) => void;
  language?: 'expression' | 'yaml';
  words?: Word[];
  mistakes?: Mistake[];
  placeholder?: string;
  minHeight?: number;
}

const NO_WORDS: Word[] = [];
const NO_MISTAKES: Mistake[] = [];

/** A small editor of code. Tab leaves it; words are offered as one types or with Ctrl+Space; mistakes are marked at their place. */
export default function Editor(props: Props) {
  const { label, value, onChange, language = 'expression', placeholder = '', minHeight = 96 } = props;
  const { words = NO_WORDS, mistakes = NO_MISTAKES } = props;
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const told = useRef(onChange);
  const first = useRef(value);
  const offered = useRef(new Compartment());
  const speaks = useLanguage();
  const writable = onChange !== undefined;

  useEffect(() => {
    told.current = onChange;
  }, [onChange]);

  useEffect(() => {
    if (!place.current) return;
    const made = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: first.current,
        extensions: [
          history(),
          drawSelection(),
          bracketMatching(),
          closeBrackets(),
          lintGutter(),
          EditorView.lineWrapping,
          language === 'yaml' ? yaml : expression,
          colours,
          offered.current.of([]),
          hint(placeholder),
          keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]),
          EditorView.contentAttributes.of({ 'aria-label': label }),
          EditorState.readOnly.of(!writable),
          EditorView.updateListener.of(update => {
            if (update.docChanged) told.current?.(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = made;
    return () => {
      first.current = made.state.doc.toString();
      made.destroy();
      view.current = null;
    };
  }, [label, language, placeholder, writable]);

  useEffect(() => {
    const shown = view.current;
    if (shown && shown.state.doc.toString() !== value) {
      shown.dispatch({ changes: { from: 0, to: shown.state.doc.length, insert: value } });
    }
  }, [value, label, language, placeholder, writable]);

  useEffect(() => {
    const called = (word: Word) => titled({ name: word.text, title: word.title }, speaks);
    const offer = words.length > 0 ? autocompletion({ override: [completer(words, called)], icons: false }) : [];
    view.current?.dispatch({ effects: offered.current.reconfigure(offer) });
  }, [words, speaks, label, language, placeholder, writable]);

  useEffect(() => {
    const shown = view.current;
    if (shown)
      shown.dispatch(
        setDiagnostics(
          shown.state,
          mistakes.map(mistake => diagnostic(shown.state, mistake)),
        ),
      );
  }, [mistakes, label, language, placeholder, writable]);

  return <div ref={place} className={styles.editor} style={{ minHeight }} data-readonly={!writable} />;
}

/** A mistake as the editor marks it: the word at its place, or the end of the line. */
function diagnostic(state: EditorState, mistake: Mistake): Diagnostic {
  const line = state.doc.line(Math.min(Math.max(1, mistake.line), state.doc.lines));
  const from = Math.min(line.from + Math.max(0, mistake.column - 1), line.to);
  const word = state.wordAt(from);
  return {
    from: word?.from ?? from,
    to: word?.to ?? Math.min(from + 1, line.to),
    severity: mistake.level ?? 'error',
    message: mistake.message,
  };
}
