import { useTranslation } from 'react-i18next';

import { useFormat } from '@/shared/format/useFormat';
import { Grid, type GridColumn } from '@/shared/ui/Grid';
import { Pill } from '@/shared/ui/Pill';

import type { Known } from '../known';
import { capped, capsOf, ICONS } from '../picture';
import { kindOf, unreached, ways } from '../steps';
import type { Counts, Journey, Step } from '../types';
import { because, begins, does } from '../words';
import styles from './Journeys.module.css';

interface Props {
  journey: Journey;
  counts: Map<string, Counts>;
  known: Known;
  selected: string | undefined;
  onSelect: (step: string) => void;
}

/** The journey as a table: everything that the picture says, for reading, for the keyboard and for screen readers. */
export function StepsTable({ journey, counts, known, selected, onSelect }: Props) {
  const { t } = useTranslation('journeys');
  const format = useFormat();
  const all = ways(journey);
  const lost = unreached(journey);
  const count = (key: 'waiting' | 'passed' | 'sent' | 'held_back' | 'failed'): GridColumn<Step> => ({
    key,
    title: t(`count.${key}`),
    right: true,
    render: step => {
      const found = counts.get(step.name);
      const tells = key === 'waiting' || key === 'passed' ? !step.exit : step.message !== undefined;
      return found && tells ? format.number(found[key]) : '–';
    },
  });
  const columns: GridColumn<Step>[] = [
    {
      key: 'name',
      title: t('step'),
      render: step => {
        const Icon = ICONS[kindOf(step)];
        return (
          <span className={styles.kind}>
            <Icon size={15} aria-hidden />
            <button
              type="button"
              className={styles.open}
              aria-pressed={selected === step.name}
              onClick={() => onSelect(step.name)}
            >
              {step.name}
            </button>
          </span>
        );
      },
    },
    {
      key: 'does',
      title: t('what'),
      render: step => (
        <>
          {does(step, t, known)}
          <span className={styles.marks}>
            {lost.has(step.name) && <Pill tone="bad">{t('lost')}</Pill>}
            {capsOf(step, known).map(cap => (
              <Pill key={cap.name} tone="amber" title={cap.name}>
                {capped(cap, t)}
              </Pill>
            ))}
          </span>
        </>
      ),
    },
    {
      key: 'next',
      title: t('next'),
      render: step =>
        all
          .filter(way => way.from === step.name)
          .map((way, place) => (
            <div key={place}>
              {way.to} <span className={styles.faint}>{because(way, t)}</span>
            </div>
          )),
    },
    count('waiting'),
    count('passed'),
    count('sent'),
    count('held_back'),
    count('failed'),
  ];
  return (
    <>
      <p style={{ padding: '12px 16px 0' }}>
        <button
          type="button"
          className={styles.open}
          aria-pressed={selected === 'start'}
          onClick={() => onSelect('start')}
        >
          {t('start')}
        </button>{' '}
        <span className={styles.faint}>{begins(journey, t, known)}</span>
      </p>
      <Grid label={t('list')} columns={columns} rows={journey.steps} rowKey={step => step.name} />
    </>
  );
}
