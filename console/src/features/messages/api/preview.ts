import { queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';
import type { Language } from '@/shared/i18n/language';

/** A template as this customer would read it now. */
export function previewQuery(template: string, customer: string, language: Language) {
  return queryOptions({
    queryKey: ['templates', template, customer, language],
    queryFn: ({ signal }) =>
      data(
        client.POST('/v1/templates/preview', {
          body: { template, draft: null, customer, language, trigger: {} },
          signal,
        }),
      ),
    enabled: customer !== '',
    retry: false,
  });
}

/** Somebody to read it as, where nobody was chosen: who was active last. */
export const anybodyQuery = queryOptions({
  queryKey: ['customers', 'anybody'],
  queryFn: async ({ signal }) => {
    const { customers } = await data(client.GET('/v1/customers', { params: { query: { limit: 1 } }, signal }));
    return customers[0] ? String(customers[0].customer_id) : null;
  },
});
