import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { Chart } from '@/shared/chart/Chart';
import { definitionsQuery } from '@/shared/definitions/getDefinitions';
import { useFormat } from '@/shared/format/useFormat';
import { useLanguage } from '@/shared/i18n/language';
import { Said } from '@/shared/i18n/Said';
import { titled } from '@/shared/i18n/titled';
import { Grid } from '@/shared/ui/Grid';
import { Panel } from '@/shared/ui/Panel';

import { figures, isPart, type Bin, type Card, type Gain, type Weight } from '../card';
import {
  curveOption,
  curveTable,
  gainsOption,
  gainsTable,
  scoresOption,
  scoresTable,
  weightsOption,
  weightsTable,
} from '../charts';
import { useFigureName } from './Headline';
import styles from './Models.module.css';

/** How many features are shown by weight. */
const MOST = 12;

/** How good the model was on a time that it had not seen; what the card does not have is left out. */
export function CurvePanels({ card }: { card: Card }) {
  const { backtest } = card;
  if (!backtest?.curve && !backtest?.gains) return null;
  return (
    <div className={styles.columns}>
      {backtest.curve && <CurvePanel curve={backtest.curve} chance={card.foretells?.kind !== 'number'} />}
      {backtest.gains && <GainsPanel gains={backtest.gains} />}
    </div>
  );
}

/** What weighs most, and how scores are spread. */
export function WeightPanels({ card }: { card: Card }) {
  return (
    <>
      {card.importance && card.importance.length > 0 && <WeightsPanel weights={card.importance.slice(0, MOST)} />}
      {card.scores && <ScoresPanel scores={card.scores} />}
    </>
  );
}

function CurvePanel({ curve, chance }: { curve: Bin[]; chance: boolean }) {
  const { t } = useTranslation('models');
  const format = useFormat();
  const chart = useMemo(
    () =>
      curveOption(curve, chance, format, {
        predicted: t('curve.predicted'),
        observed: t('curve.observed'),
        ideal: t('curve.ideal'),
      }),
    [curve, chance, format, t],
  );
  const read = useMemo(
    () =>
      curveTable(curve, [
        t('curve.predicted'),
        t('curve.observed'),
        t('curve.low'),
        t('curve.high'),
        t('curve.customers'),
      ]),
    [curve, t],
  );
  return (
    <Panel title={t('curve.title')} note={t('curve.note')}>
      <Chart title={t('curve.title')} option={chart} table={read} height={280} />
    </Panel>
  );
}

function GainsPanel({ gains }: { gains: Gain[] }) {
  const { t } = useTranslation('models');
  const format = useFormat();
  const words = useMemo(
    () => ({
      share: t('gains.share'),
      captured: t('gains.captured'),
      lift: t('gains.lift'),
      chance: t('gains.chance'),
    }),
    [t],
  );
  const chart = useMemo(() => gainsOption(gains, format, words), [gains, format, words]);
  const read = useMemo(
    () => gainsTable(gains, [t('gains.share'), t('gains.captured'), t('gains.lift'), t('gains.rate')]),
    [gains, t],
  );
  const tenth = gains[0];
  return (
    <Panel
      title={t('gains.title')}
      note={typeof tenth?.lift === 'number' && t('gains.note', { lift: format.number(tenth.lift) })}
    >
      <Chart title={t('gains.title')} option={chart} table={read} height={280} />
    </Panel>
  );
}

function WeightsPanel({ weights: given }: { weights: Weight[] }) {
  const { t } = useTranslation('models');
  const format = useFormat();
  const language = useLanguage();
  const { data } = useQuery(definitionsQuery);
  const weights = useMemo(
    () =>
      given.map(weight => {
        const feature = data?.features?.[weight.name];
        return feature ? { ...weight, title: titled(feature, language) } : weight;
      }),
    [given, data, language],
  );
  const chart = useMemo(() => weightsOption(weights, format), [weights, format]);
  const read = useMemo(
    () => weightsTable(weights, [t('weights.feature'), t('weights.share'), t('weights.missing')]),
    [weights, t],
  );
  return (
    <Panel title={t('weights.title')} note={t('weights.note')}>
      <Chart title={t('weights.title')} option={chart} table={read} height={60 + 26 * weights.length} />
    </Panel>
  );
}

function ScoresPanel({ scores }: { scores: { from: number; customers: number }[] }) {
  const { t } = useTranslation('models');
  const format = useFormat();
  const chart = useMemo(() => scoresOption(scores, format), [scores, format]);
  const read = useMemo(() => scoresTable(scores, [t('scores.from'), t('curve.customers')]), [scores, t]);
  return (
    <Panel title={t('scores.title')} note={t('scores.note')}>
      <Chart title={t('scores.title')} option={chart} table={read} height={240} />
    </Panel>
  );
}

/** The figures of the check, beside those of a linear baseline. */
export function FiguresPanel({ card }: { card: Card }) {
  const { t } = useTranslation('models');
  const format = useFormat();
  const named = useFigureName();
  const rows = figures(card);
  if (!card.backtest) return null;
  const written = (name: string, value: number) => (isPart(name) ? format.percent(value) : format.number(value));
  return (
    <Panel
      title={t('check.title')}
      note={card.backtest.instant && t('check.note', { day: format.day(card.backtest.instant) })}
      flush
    >
      {card.backtest.note && (
        <p style={{ padding: 16 }}>
          <Said words={card.backtest.note} />
        </p>
      )}
      <Grid
        label={t('check.title')}
        rows={rows}
        rowKey={row => row.name}
        columns={[
          { key: 'name', title: t('check.figure'), render: row => named(row.name) },
          { key: 'value', title: t('check.model'), right: true, render: row => written(row.name, row.value) },
          {
            key: 'baseline',
            title: t('check.baseline'),
            right: true,
            render: row => (row.baseline === null ? '–' : written(row.name, row.baseline)),
          },
        ]}
      />
    </Panel>
  );
}
