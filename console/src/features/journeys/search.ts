import { oneOf, text, type Raw } from '@/shared/search/read';

const SIDES = ['step', 'try', 'past', 'versions'] as const;
export type Side = (typeof SIDES)[number];

/** What of a journey stands in the URL. */
export interface JourneySearch {
  /** As a list instead of a picture. */
  view?: 'list';
  /** The step that is open; `start` for the beginning. */
  step?: string;
  side?: Side;
  /** With whom it is tried. */
  customer?: string;
  /** A journey that is not there yet begins. */
  begin?: 'yes';
}

export function journeySearch(raw: Raw): JourneySearch {
  return {
    view: oneOf(raw, 'view', ['list']),
    step: text(raw, 'step', 200),
    side: oneOf(raw, 'side', SIDES),
    customer: text(raw, 'customer'),
    begin: oneOf(raw, 'begin', ['yes']),
  };
}
