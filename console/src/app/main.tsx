import '@/shared/theme/base.css';

import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';

import { queries } from '@/shared/api/queries';
import { sessionQuery } from '@/shared/session/getSession';
import { speak } from '@/shared/i18n/i18n';
import { ThemeProvider } from '@/shared/theme/ThemeProvider';

import { makeRouter } from './router';

const queryClient = queries(() => {
  queryClient.removeQueries({ queryKey: sessionQuery.queryKey });
  void router.invalidate(); // the frame asks who is signed in, and shows the way in
});
const router = makeRouter(queryClient);
const root = document.getElementById('root');
if (!root) throw new Error('the page has no #root');

await speak();
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <ThemeProvider>
        <Suspense>
          <RouterProvider router={router} />
        </Suspense>
      </ThemeProvider>
    </QueryClientProvider>
  </StrictMode>,
);
