import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';

import { graphQuery } from '@/shared/definitions/getGraph';
import { yamlQuery } from '@/shared/definitions/getYaml';
import { useLanguage } from '@/shared/i18n/language';
import { titled } from '@/shared/i18n/titled';
import { Loaded } from '@/shared/ui/Loaded';
import { Page } from '@/shared/ui/Page';
import { Waiting } from '@/shared/ui/Waiting';

import styles from '../components/Definitions.module.css';

const route = getRouteApi('/frame/definitions/$section/$name');

/** The reader of YAML is heavy: it comes with the first definition that is opened. */
const DefinitionEditor = lazy(() => import('../components/DefinitionEditor'));

/** One definition of any kind. */
export function DefinitionPage() {
  const { t } = useTranslation('definitions');
  const language = useLanguage();
  const { section, name } = route.useParams();
  const { as } = route.useSearch();
  const navigate = route.useNavigate();
  const yaml = useQuery(yamlQuery);
  const graph = useQuery(graphQuery);
  const own = graph.data?.items.find(item => item.section === section && item.name === name);
  return (
    <Page
      title={titled(own ?? { name }, language)}
      lead={
        <>
          <Link to="/definitions" search={{ section }} className={styles.within}>
            {t(`many.${section}`, { defaultValue: section })}
          </Link>{' '}
          · <code>{name}</code>
        </>
      }
    >
      <Loaded query={yaml} rows={8}>
        {text => (
          <Suspense fallback={<Waiting rows={8} />}>
            <DefinitionEditor
              key={`${section}/${name}`}
              yaml={text}
              section={section}
              name={name}
              asYaml={as === 'yaml'}
              onAsYaml={next => void navigate({ search: { as: next ? 'yaml' : undefined }, replace: true })}
            />
          </Suspense>
        )}
      </Loaded>
    </Page>
  );
}
