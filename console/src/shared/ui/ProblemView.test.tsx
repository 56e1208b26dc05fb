import { cleanup, render, screen } from '@testing-library/react';
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { afterEach, beforeAll, expect, test } from 'vitest';

import { Problem } from '@/shared/api/problem';
import { language } from '@/shared/i18n/language';

import { ProblemView } from './ProblemView';

const words = import.meta.glob<{ default: object }>('/locales/zh/shared.json', { eager: true });

beforeAll(async () => {
  language.set('zh');
  const shared = { ...Object.values(words)[0]?.default };
  await i18next.use(initReactI18next).init({ lng: 'zh', ns: ['shared'], resources: { zh: { shared } } });
});
afterEach(cleanup);

test('a sentence that the server says in Chinese stands alone', () => {
  const body = { code: 'too_thin', detail: 'churn: too thin', said: { en: 'churn: too thin', zh: 'churn：数据太少' } };
  render(<ProblemView error={Problem.of(422, body)} />);
  expect(screen.getByText('churn：数据太少')).toBeTruthy();
  expect(screen.queryByText('churn: too thin')).toBeNull();
});

test('one that it says in English only stands below what its code means', () => {
  render(<ProblemView error={Problem.of(409, { code: 'taken', detail: "there is a member 'ann' already" })} />);
  expect(screen.getByText('名称已被占用。')).toBeTruthy();
  expect(screen.getByText("there is a member 'ann' already").lang).toBe('en');
});

test('a code that nobody knows is refused in words that everybody knows', () => {
  render(<ProblemView error={Problem.of(422, { code: 'never_heard', detail: 'no' })} />);
  expect(screen.getByText('请求被拒绝。')).toBeTruthy();
});
