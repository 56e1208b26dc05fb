import { useMutation } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/shared/format/useFormat';
import { Said } from '@/shared/i18n/Said';
import { Facts } from '@/shared/ui/Facts';
import { Panel } from '@/shared/ui/Panel';
import { Pill } from '@/shared/ui/Pill';
import { ProblemView } from '@/shared/ui/ProblemView';

import { analyze } from '../api/getTexts';
import { useWord } from '../useWord';
import { Feeling } from './Feeling';
import styles from './Texts.module.css';

const LONGEST = 10_000;

/** Read one text as those that come in are read. Nothing of it is kept. */
export function TryTab({ definition }: { definition: string | undefined }) {
  const { t } = useTranslation('texts');
  const [text, setText] = useState('');
  const read = useMutation({ mutationFn: () => analyze(text, definition ?? null) });
  return (
    <Panel title={t('try.title')} note={t('try.note')}>
      <form
        onSubmit={event => {
          event.preventDefault();
          if (text.trim()) read.mutate();
        }}
      >
        <Input.TextArea
          autoSize={{ minRows: 3, maxRows: 10 }}
          maxLength={LONGEST}
          value={text}
          aria-label={t('try.text')}
          placeholder={t('try.example')}
          onChange={event => setText(event.target.value)}
          onKeyDown={event => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && text.trim()) read.mutate();
          }}
        />
        <Button
          type="primary"
          htmlType="submit"
          style={{ marginTop: 12 }}
          loading={read.isPending}
          disabled={!text.trim()}
        >
          {t('try.read')}
        </Button>
      </form>
      {read.isError && <ProblemView error={read.error} />}
      {read.data && <Found analysis={read.data} />}
    </Panel>
  );
}

function Found({ analysis }: { analysis: NonNullable<Awaited<ReturnType<typeof analyze>>> }) {
  const { t } = useTranslation('texts');
  const format = useFormat();
  const word = useWord();
  const likely = (share: number | null) =>
    share === null ? undefined : t('try.sure', { share: format.percent(share) });
  return (
    <div className={styles.found} role="status">
      <Facts
        facts={[
          {
            name: t('try.sentiment'),
            value: <Feeling value={analysis.sentiment} />,
            note: likely(analysis.probability),
          },
          { name: t('try.side'), value: t(`side.${analysis.side}`) },
          { name: t('try.emotion'), value: word('emotion', analysis.emotion) },
          { name: t('try.intent'), value: word('intent', analysis.intent), note: likely(analysis.intent_probability) },
          { name: t('try.language'), value: t(`language.${analysis.language}`) },
        ]}
      />
      {analysis.topics.length > 0 && (
        <div className={styles.words}>
          {analysis.topics.map(topic => (
            <Pill key={topic} tone="pine">
              {topic}
            </Pill>
          ))}
        </div>
      )}
      {analysis.aspects.length > 0 && (
        <ul className={styles.aspects}>
          {analysis.aspects.map(aspect => (
            <li key={aspect.aspect} className={styles.aspect}>
              <span>{word('aspect', aspect.aspect)}</span>
              <Feeling value={aspect.sentiment} />
              <span className={styles.quote}>{aspect.quote}</span>
            </li>
          ))}
        </ul>
      )}
      {analysis.note && (
        <p className={styles.soft}>
          <Said words={analysis.note} />
        </p>
      )}
    </div>
  );
}
