import { LOCALE, type Language } from '@/shared/i18n/language';

const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/;
/** As many digits as a short number has. */
const SHORT = { maximumSignificantDigits: 4 } as const;
const MINUTE = 60;
const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', MINUTE],
];

/** Numbers and instants as people of a language write them. */
export class Format {
  readonly language: Language;
  private readonly locale: string;
  private readonly number_: Intl.NumberFormat;
  private readonly compact_: Intl.NumberFormat;
  private readonly instant_: Intl.DateTimeFormat;
  private readonly second_: Intl.DateTimeFormat;
  private readonly day_: Intl.DateTimeFormat;
  private readonly month_: Intl.DateTimeFormat;
  private readonly dayOfYear_: Intl.DateTimeFormat;
  private readonly rough_: Intl.NumberFormat;
  private readonly ago_: Intl.RelativeTimeFormat;

  constructor(language: Language) {
    this.language = language;
    this.locale = LOCALE[language];
    this.number_ = new Intl.NumberFormat(this.locale, { maximumFractionDigits: 2 });
    this.compact_ = new Intl.NumberFormat(this.locale, { notation: 'compact', ...SHORT });
    this.instant_ = new Intl.DateTimeFormat(this.locale, { dateStyle: 'medium', timeStyle: 'short' });
    this.second_ = new Intl.DateTimeFormat(this.locale, { dateStyle: 'medium', timeStyle: 'medium' });
    this.day_ = new Intl.DateTimeFormat(this.locale, { dateStyle: 'medium', timeZone: 'UTC' });
    this.month_ = new Intl.DateTimeFormat(this.locale, { year: 'numeric', month: 'short', timeZone: 'UTC' });
    this.dayOfYear_ = new Intl.DateTimeFormat(this.locale, { month: 'short', day: 'numeric', timeZone: 'UTC' });
    this.rough_ = new Intl.NumberFormat(this.locale, {
      maximumSignificantDigits: 2,
      maximumFractionDigits: 0,
      roundingPriority: 'morePrecision',
    });
    this.ago_ = new Intl.RelativeTimeFormat(this.locale, { numeric: 'auto', style: 'short' });
  }

  /** At most two decimals, grouped. */
  number(value: number): string {
    return this.number_.format(value);
  }

  /** A score between nought and one, always with two decimals: 0.70. */
  score(value: number): string {
    return value.toFixed(2);
  }

  /** To two digits, but never coarser than to one: 6.8, 42, 166. */
  rough(value: number): string {
    return this.rough_.format(value);
  }

  /** Short: 12.35K, 1.235 万. */
  compact(value: number): string {
    return Math.abs(value) < 10_000 ? this.number_.format(value) : this.compact_.format(value);
  }

  /** A part of one, with its sign if `signed`. */
  percent(part: number, signed = false): string {
    const digits = Math.abs(part) < 0.1 ? 1 : 0;
    const options = {
      style: 'percent',
      maximumFractionDigits: digits,
      signDisplay: signed ? 'exceptZero' : 'auto',
    } as const;
    return new Intl.NumberFormat(this.locale, options).format(part);
  }

  /** In a unit as a metric names it: a currency is written as money, anything else stands after the number. */
  amount(value: number, unit: string, short = false): string {
    const currency = currencyOf(unit);
    if (currency) {
      const options =
        short && Math.abs(value) >= 10_000
          ? { notation: 'compact' as const, ...SHORT }
          : { maximumFractionDigits: 2, trailingZeroDisplay: 'stripIfInteger' as const };
      return new Intl.NumberFormat(this.locale, {
        style: 'currency',
        currency,
        currencyDisplay: 'narrowSymbol',
        ...options,
      }).format(value);
    }
    const number = short ? this.compact(value) : this.number(value);
    return unit ? `${number} ${unit}` : number;
  }

  instant(text: string): string {
    return valid(text) ? this.instant_.format(new Date(text)) : text;
  }

  /** An instant to the second, where one comes after another. */
  second(text: string): string {
    return valid(text) ? this.second_.format(new Date(text)) : text;
  }

  /** A calendar day (`2026-05-01`): the same day wherever it is read. */
  day(text: string): string {
    return valid(text) ? this.day_.format(new Date(text.slice(0, 10))) : text;
  }

  /** A period by its first day: a month is called by its name, a day or a week by that day. */
  period(text: string, by: 'day' | 'week' | 'month'): string {
    return by === 'month' && valid(text) ? this.month_.format(new Date(text.slice(0, 10))) : this.day(text);
  }

  /** Periods along an axis: days without their year where all are of the same. */
  ticks(texts: string[], by: 'day' | 'week' | 'month'): string[] {
    const oneYear = by !== 'month' && new Set(texts.map(text => text.slice(0, 4))).size === 1;
    return texts.map(text =>
      oneYear && valid(text) ? this.dayOfYear_.format(new Date(text.slice(0, 10))) : this.period(text, by),
    );
  }

  /** How long ago, in the largest fitting unit. */
  ago(text: string, now: number): string {
    if (!valid(text)) return text;
    const seconds = (new Date(text).getTime() - now) / 1000;
    const [unit, length] = STEPS.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
    return this.ago_.format(Math.round(seconds / length), unit);
  }

  /** As `value`, but of an instant only the day: for columns. */
  brief(value: unknown): string {
    return typeof value === 'string' && INSTANT.test(value) ? this.day(value) : this.value(value);
  }

  /** Any value that an expression may have, as text. */
  value(value: unknown): string {
    if (value === null || value === undefined) return '–';
    if (typeof value === 'number') return this.number(value);
    if (typeof value === 'boolean') return value ? '✓' : '✗';
    if (typeof value === 'string') return INSTANT.test(value) ? this.instant(value) : value;
    if (Array.isArray(value)) return value.map(one => this.value(one)).join(this.language === 'zh' ? '、' : ', ');
    return JSON.stringify(value);
  }
}

function valid(text: string): boolean {
  return !Number.isNaN(Date.parse(text));
}

function currencyOf(unit: string): string | null {
  return /^[A-Z]{3}$/.test(unit) ? unit : null;
}
