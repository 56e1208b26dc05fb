import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { asProblem } from '@/shared/api/problem';
import { exampleQuery } from '@/shared/customers/previewCrowd';
import { Who } from '@/shared/customers/Who';
import { useFormat } from '@/shared/format/useFormat';
import { useLanguage } from '@/shared/i18n/language';
import { useSettled } from '@/shared/store/useSettled';
import { Panel } from '@/shared/ui/Panel';
import { ProblemView } from '@/shared/ui/ProblemView';
import { Share } from '@/shared/ui/Share';
import { Waiting } from '@/shared/ui/Waiting';

import { previewQuery, type Preview } from '../api/previewSegment';
import { Estimated } from './Estimated';
import { PastChart } from './PastChart';
import styles from './Preview.module.css';

/** How long typing must rest before customers are counted, milliseconds. */
const PAUSE = 350;

/** A segment as it would be: how many, in plain words, who for example, whom it would move, how it was. */
export function PreviewPanel({ text, against }: { text: string; against: string | null }) {
  const { t } = useTranslation('segments');
  const when = useSettled(text, PAUSE);
  const query = useQuery(previewQuery(when, against));
  const late = query.isFetching || when !== text;
  if (query.isError && !late) {
    const wrong = asProblem(query.error).status === 422;
    return (
      <Panel title={t('preview.title')}>
        {wrong ? (
          <p className={styles.faint}>{t('preview.unfit')}</p>
        ) : (
          <ProblemView error={query.error} retry={() => void query.refetch()} />
        )}
      </Panel>
    );
  }
  return (
    <Panel title={t('preview.title')} note={late ? t('preview.counting') : undefined}>
      {query.data ? (
        <div className={late ? styles.late : undefined} aria-live="polite" aria-busy={late}>
          <Found preview={query.data} when={when} />
        </div>
      ) : (
        <Waiting rows={4} />
      )}
    </Panel>
  );
}

function Found({ preview, when }: { preview: Preview; when: string }) {
  const { t } = useTranslation('segments');
  const format = useFormat();
  const language = useLanguage();
  const part = preview.of > 0 ? preview.customers.count / preview.of : 0;
  return (
    <div className={styles.found}>
      <div>
        <div className={styles.count}>
          <Estimated estimate={preview.customers} />
        </div>
        <div className={styles.share}>
          <Share part={part} />
          <span>{t('preview.of', { part: format.percent(part), all: format.number(preview.of) })}</span>
        </div>
        {!preview.customers.exact && (
          <p className={styles.faint}>{t('preview.sampled', { judged: format.number(preview.judged) })}</p>
        )}
      </div>
      <p className={styles.sentence}>{preview.sentence[language]}</p>
      {preview.move && <Move move={preview.move} />}
      <Examples preview={preview} />
      <Past key={when} when={when} />
    </div>
  );
}

function Move({ move }: { move: NonNullable<Preview['move']> }) {
  const { t } = useTranslation('segments');
  if (move.joining.high === 0 && move.leaving.high === 0)
    return <p className={styles.faint}>{t('preview.nobodyMoves')}</p>;
  return (
    <dl className={styles.move}>
      <div>
        <dt>{t('preview.joining')}</dt>
        <dd className={styles.plus}>
          <Estimated estimate={move.joining} sign="+" />
        </dd>
      </div>
      <div>
        <dt>{t('preview.leaving')}</dt>
        <dd className={styles.minus}>
          <Estimated estimate={move.leaving} sign="−" />
        </dd>
      </div>
    </dl>
  );
}

const SHOWN = 5;

function Examples({ preview }: { preview: Preview }) {
  const { t } = useTranslation('segments');
  if (preview.examples.length === 0) return <p className={styles.faint}>{t('preview.nobody')}</p>;
  return (
    <div>
      <h3 className={styles.part}>{t('preview.examples')}</h3>
      <ul className={styles.people}>
        {preview.examples.slice(0, SHOWN).map(customer => (
          <Example key={customer} customer={customer} />
        ))}
      </ul>
    </div>
  );
}

function Example({ customer }: { customer: number }) {
  const query = useQuery(exampleQuery(customer));
  return <li>{query.data ? <Who {...query.data} /> : query.isPending ? <Waiting rows={1} /> : `#${customer}`}</li>;
}

/** The past is computed from the history when it is asked for. */
function Past({ when }: { when: string }) {
  const { t } = useTranslation('segments');
  const [asked, setAsked] = useState(false);
  if (asked) return <PastChart when={when} title={t('past.title')} height={180} />;
  return (
    <Button size="small" className={styles.start} onClick={() => setAsked(true)}>
      {t('past.show')}
    </Button>
  );
}
