import type { UseQueryResult } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { afterEach, beforeAll, expect, test } from 'vitest';

import { Problem } from '@/shared/api/problem';

import { Learnt } from './Learnt';

const words = import.meta.glob<{ default: object }>('/locales/en/shared.json', { eager: true });

beforeAll(async () => {
  const shared = { ...Object.values(words)[0]?.default };
  await i18next.use(initReactI18next).init({ lng: 'en', ns: ['shared'], resources: { en: { shared } } });
});
afterEach(cleanup);

function show(answer: Partial<UseQueryResult<string>>, missing?: string) {
  const query = { data: undefined, isError: false, refetch: () => {}, ...answer } as UseQueryResult<string>;
  render(
    <Learnt query={query} missing={missing}>
      {said => <p>{said}</p>}
    </Learnt>,
  );
}

const refused = (status: number, code: string, cause: string) => ({
  isError: true as const,
  error: new Problem(status, code, cause),
});

test('where an extra is not installed it says how to get it, and raises no alarm', () => {
  show(refused(501, 'not_installed', "this needs 'scipy', which is not installed; install regulars[forecast]"));
  expect(screen.getByText('pip install "regulars[forecast]"')).toBeTruthy();
  expect(screen.queryByRole('alert')).toBeNull();
});

test('where the data are too thin it says of what there is too little', () => {
  show(refused(422, 'too_thin', 'churn: customers who left: 12, needed 100'));
  expect(screen.getByText(/12, needed 100/)).toBeTruthy();
  expect(screen.queryByRole('alert')).toBeNull();
});

test('where nothing is defined the room says what to do; elsewhere that is a failure like all others', () => {
  show(refused(404, 'not_found', 'there is no model'), 'define one');
  expect(screen.getByText('define one')).toBeTruthy();
  cleanup();
  show(refused(404, 'not_found', 'there is no model'));
  expect(screen.getByRole('alert').textContent).toContain('not_found');
});

test('what is known stays while it is asked again', () => {
  show({ data: 'known', ...refused(503, 'busy', 'busy') } as Partial<UseQueryResult<string>>);
  expect(screen.getByText('known')).toBeTruthy();
});
