import { describe, expect, it } from 'vitest';

import { changed, connected, inserted, moved, removed, turned } from './edits';
import { begun, redone, undone, went } from './history';
import { journeyIn, same, withJourney } from './spelling';
import { freshName, kindOf, unreached, ways } from './steps';
import type { Journey } from './types';

const journey: Journey = {
  name: 'second_cup',
  on_event: "event = 'Order Completed'",
  steps: [
    { name: 'thank', message: 'thanks', purpose: 'service' },
    { name: 'look', until: "event = 'Product Viewed'", timeout: '5d', on_timeout: 'which' },
    { name: 'noticed', wait: '6h' },
    { name: 'which', branch: [{ if: 'orders > 5', to: 'loyal' }, { to: 'done' }] },
    { name: 'loyal', message: 'taste', to: 'done' },
    { name: 'done', exit: true },
  ],
};
const names = (one: Journey) => one.steps.map(step => step.name);
const told = (one: Journey) => ways(one).map(way => `${way.from}>${way.to}${way.why ? ` ${way.why.kind}` : ''}`);

describe('ways', () => {
  it('are those that the house walks', () => {
    expect(told(journey)).toEqual([
      'thank>look',
      'look>noticed happened',
      'look>which timeout',
      'noticed>which',
      'which>loyal if',
      'which>done else',
      'loyal>done',
    ]);
  });
  it('leave out steps that are not there, and tell who is never reached', () => {
    const lost = changed(journey, 'which', { name: 'which', branch: [{ to: 'nowhere' }] });
    expect(told(lost)).not.toContain('which>nowhere else');
    expect([...unreached(lost)]).toEqual(['loyal', 'done']);
    expect([...unreached(journey)]).toEqual([]);
  });
  it('know each kind', () => {
    expect(journey.steps.map(kindOf)).toEqual(['message', 'until', 'wait', 'branch', 'message', 'exit']);
  });
});

describe('edits', () => {
  it('put a step between two without cutting a way', () => {
    const { journey: more, name } = inserted(journey, 'loyal', 'wait');
    expect(name).toBe('wait');
    expect(names(more)).toEqual(['thank', 'look', 'noticed', 'which', 'loyal', 'wait', 'done']);
    expect(told(more)).toContain('loyal>wait');
    expect(told(more)).toContain('wait>done');
    expect(inserted(journey, null, 'message', 'thanks').journey.steps[0]).toEqual({
      name: 'message',
      message: 'thanks',
    });
    expect(told(inserted(journey, 'thank', 'branch').journey)).toContain('branch>look else');
  });
  it('lead past a step that is gone', () => {
    const less = removed(journey, 'which');
    expect(told(less)).toContain('look>done timeout');
    expect(told(removed(journey, 'loyal'))).toContain('which>done if');
    expect(names(removed({ ...journey, steps: [{ name: 'only', exit: true }] }, 'only'))).toEqual(['only']);
  });
  it('follow a new name', () => {
    const renamed = changed(journey, 'which', { name: 'choose', branch: journey.steps[3]?.branch });
    expect(told(renamed)).toContain('look>choose timeout');
    expect(told(renamed)).toContain('choose>loyal if');
  });
  it('draw ways: a next step, or one more arm of a branch', () => {
    expect(told(connected(journey, 'thank', 'done'))).toContain('thank>done');
    expect(connected(journey, 'which', 'noticed').steps[3]?.branch).toEqual([
      { if: 'orders > 5', to: 'loyal' },
      { if: 'true', to: 'noticed' },
      { to: 'done' },
    ]);
    expect(connected(journey, 'done', 'thank')).toBe(journey);
    expect(connected(journey, 'which', 'loyal')).toBe(journey);
  });
  it('move, turn and name steps', () => {
    expect(names(moved(journey, 'look', -1)).slice(0, 2)).toEqual(['look', 'thank']);
    expect(moved(journey, 'thank', -1)).toBe(journey);
    expect(turned({ name: 'a', wait: '1d', to: 'b' }, 'message', 'hello')).toEqual({
      name: 'a',
      message: 'hello',
      to: 'b',
    });
    expect(freshName(journey, 'done')).toBe('done_2');
  });
});

describe('history', () => {
  it('goes back and forth, and forgets what was taken back when something new is done', () => {
    let history = went(went(begun(1), 2), 3);
    history = undone(undone(undone(history)));
    expect(history.now).toBe(1);
    history = redone(history);
    expect(history.now).toBe(2);
    history = went(history, 9);
    expect(redone(history)).toBe(history);
    expect(undone(history).now).toBe(2);
  });
  it('takes what is typed in one field for one step', () => {
    let history = went(went(went(begun('a'), 'b', 'field'), 'bc', 'field'), 'bcd', 'field');
    expect(history.past).toEqual(['a']);
    history = went(history, 'x', 'other');
    expect(undone(history).now).toBe('bcd');
    expect(went(undone(history), 'y', 'field').past).toEqual(['a', 'bcd']);
  });
});

describe('spelling', () => {
  const yaml =
    'segments:\n  big: spend > 500\njourneys:\n  other:\n    on_segment: big\n    steps:\n    - name: a\n      exit: true\n';
  it('reads back what it wrote, and leaves the rest as it is', () => {
    const hostile: Journey = {
      ...journey,
      title: { en: 'yes: {no}', zh: '"# 第二杯' },
      when: "a = 'it''s' -- x\n and b",
    };
    const written = withJourney(yaml, hostile);
    const read = journeyIn(written, 'second_cup');
    expect(read && same(read, hostile)).toBe(true);
    expect(written).toContain('big: spend > 500');
    expect(journeyIn(written, 'other')?.steps).toHaveLength(1);
    expect(withJourney(withJourney(yaml, hostile), hostile)).toBe(written);
  });
  it('begins a section where there is none', () => {
    expect(journeyIn(withJourney('', journey), 'second_cup')?.steps).toHaveLength(6);
    expect(journeyIn('', 'second_cup')).toBeUndefined();
  });
  it('tells the same from another', () => {
    expect(
      same(journey, { steps: journey.steps, on_event: journey.on_event, name: 'second_cup', when: undefined }),
    ).toBe(true);
    expect(same(journey, moved(journey, 'look', -1))).toBe(false);
  });
});
