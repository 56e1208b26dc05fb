import { queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';
import type { Language } from '@/shared/i18n/language';

/** Why a feature, a segment or the stage of a customer is what it is. */
export function explainQuery(identifier: string, name: string, lang: Language) {
  return queryOptions({
    queryKey: ['customers', identifier, 'explain', name, lang],
    queryFn: ({ signal }) =>
      data(
        client.GET('/v1/customers/{identifier}/explain', {
          params: { path: { identifier }, query: { name, lang } },
          signal,
        }),
      ),
  });
}
