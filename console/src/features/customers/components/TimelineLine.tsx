import {
  ArrowRightLeft,
  BrainCircuit,
  CircleDot,
  Flag,
  Layers,
  Mail,
  MessageSquareText,
  Route,
  Sparkles,
  Fingerprint,
  type LucideIcon,
} from 'lucide-react';
import { useState } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/shared/format/useFormat';
import { Why } from '@/shared/ui/Why';

import type { Kind } from '../customerSearch';
import { happened, properties } from '../lines';
import type { Names } from '../names';
import styles from './Timeline.module.css';
import type { Line } from '../types';

const ICONS: Record<Kind, LucideIcon> = {
  event: CircleDot,
  segment: Layers,
  stage: Flag,
  journey: Route,
  message: Mail,
  decision: Sparkles,
  score: BrainCircuit,
  text: MessageSquareText,
  identity: Fingerprint,
};
const SHORT = 3;

/** One line of the story; opens to all that is known of it. */
export function TimelineLine({ line, names }: { line: Line; names: Names }) {
  const { t } = useTranslation(['customers', 'journeys']);
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const kind = line.kind as Kind;
  const Icon = ICONS[kind] ?? ArrowRightLeft;
  const pairs = happened(line) ? properties(line.value).filter(([name]) => name !== 'why') : [];
  const short = kind === 'message' ? [] : pairs.filter(([, value]) => typeof value !== 'object').slice(0, SHORT);
  const more = pairs.length > short.length || line.why.length > 0;
  return (
    <li className={styles.line} data-kind={kind}>
      <span className={styles.sign}>
        <Icon size={14} aria-hidden />
      </span>
      <div className={styles.words}>
        <div className={styles.first}>
          <span className={styles.name}>{heading(line, kind, names, t)}</span>
          {more && (
            <button type="button" className={styles.more} aria-expanded={open} onClick={() => setOpen(!open)}>
              {open ? t('story.less') : t('story.more')}
            </button>
          )}
          <time className={styles.at} dateTime={line.at} title={format.instant(line.at)}>
            {clock(line.at, format.language)}
          </time>
        </div>
        {short.length > 0 && !open && (
          <div className={styles.pairs}>
            {short.map(([name, value]) => (
                <span key={name}>
                  <i>{kind === 'score' ? names.value(`scores.${name}`) : name}</i> {format.value(value)}
                </span>
              ))}
          </div>
        )}
        {open && (
          <dl className={styles.all}>
            {pairs.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{typeof value === 'object' ? <code>{JSON.stringify(value)}</code> : format.value(value)}</dd>
              </div>
            ))}
          </dl>
        )}
        {(open || kind !== 'event') && <Why sentences={line.why.slice(0, open ? undefined : 2)} />}
      </div>
    </li>
  );
}

/** What happened, in words: a conclusion names what changed and to what. */
function heading(line: Line, kind: Kind, names: Names, t: TFunction<'customers'>): string {
  switch (kind) {
    case 'segment':
      return t(line.value === 'in' ? 'story.entered' : 'story.left', { name: names.segment(line.name) });
    case 'stage':
      return t('story.stage', { name: names.stage(line.value || line.name) });
    case 'journey':
      return t('story.journey', { name: names.journey(line.name), value: passed(line.value, t) });
    case 'event':
      return names.event(line.name);
    case 'decision':
      return t('story.decision');
    case 'score':
      return t('story.score');
    case 'text':
      return t('story.text');
    case 'message':
      return happened(line)
        ? mailed(line, names)
        : t('story.message', { name: names.template(line.name), value: t(`status.${line.value}`) });
    default:
      return line.value ? `${line.name} · ${line.value}` : line.name;
  }
}

/** A journey's passage: `waits at rest` and the like, as people say it. */
function passed(value: string, t: TFunction<'customers'>): string {
  if (value.startsWith('waits at ')) return t('journeys:happened.waits', { step: value.slice('waits at '.length) });
  return ['started', 'ended', 'exited'].includes(value) ? t(`journeys:happened.${value}`) : value;
}

/** What became of a mail, and of which. */
function mailed(line: Line, names: Names): string {
  const template = properties(line.value).find(([name]) => name === 'template')?.[1];
  return [names.event(line.name), typeof template === 'string' && names.template(template)].filter(Boolean).join(' · ');
}

function clock(at: string, language: string): string {
  return new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en', { timeStyle: 'short' }).format(new Date(at));
}
