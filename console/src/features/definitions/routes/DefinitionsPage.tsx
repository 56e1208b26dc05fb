import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button, Segmented, Select } from 'antd';
import { Download } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { graphQuery } from '@/shared/definitions/getGraph';
import { yamlQuery } from '@/shared/definitions/getYaml';
import { useDraft } from '@/shared/draft/useDraft';
import { download } from '@/shared/format/download';
import { useLanguage } from '@/shared/i18n/language';
import { titled } from '@/shared/i18n/titled';
import { useMay } from '@/shared/session/may';
import { ButtonLink } from '@/shared/ui/ButtonLink';
import { Empty } from '@/shared/ui/Empty';
import { Loaded } from '@/shared/ui/Loaded';
import { Page } from '@/shared/ui/Page';
import { Panel } from '@/shared/ui/Panel';
import { SearchField } from '@/shared/ui/SearchField';
import { Toolbar } from '@/shared/ui/Toolbar';

import { DefinitionsTable } from '../components/DefinitionsTable';
import { GraphView } from '../components/GraphView';
import { HistoryView } from '../components/HistoryView';
import { ImportFiles } from '../components/ImportFiles';
import { NewDefinition } from '../components/NewDefinition';
import styles from '../components/Definitions.module.css';
import { VIEWS, type DefinitionsSearch, type View } from '../search';
import { SECTIONS } from '../sections';
import { idOf, sought } from '../web';

const route = getRouteApi('/frame/definitions');

/** Everything that is defined: who needs whom, as a list and as a picture, and how it came to be so. */
export function DefinitionsPage() {
  const { t } = useTranslation('definitions');
  const language = useLanguage();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const may = useMay('define');
  const { edits } = useDraft();
  const query = useQuery(graphQuery);
  const yaml = useQuery(yamlQuery);
  const view = search.view ?? 'list';
  const change = (part: Partial<DefinitionsSearch>) =>
    void navigate({ search: before => ({ ...before, ...part }), replace: true });
  const items = useMemo(() => query.data?.items ?? [], [query.data]);
  const found = useMemo(
    () => sought(items, search.q ?? '', search.section, item => titled(item, language)),
    [items, search.q, search.section, language],
  );
  const present = useMemo(() => SECTIONS.filter(section => items.some(item => item.section === section)), [items]);
  const taken = useMemo(() => new Set(items.map(item => idOf(item.section, item.name))), [items]);
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <>
          <Button
            icon={<Download size={15} />}
            disabled={yaml.data === undefined}
            onClick={() => download('definitions.yml', new Blob([yaml.data ?? ''], { type: 'text/yaml' }))}
          >
            {t('export')}
          </Button>
          {may && <ImportFiles />}
          {may && <NewDefinition taken={taken} />}
          {edits.length > 0 && (
            <ButtonLink to="/definitions/review" primary>
              {t('review.pending', { count: edits.length })}
            </ButtonLink>
          )}
        </>
      }
    >
      <div className={styles.actions}>
        <Segmented<View>
          aria-label={t('view.label')}
          value={view}
          options={VIEWS.map(one => ({ value: one, label: t(`view.${one}`) }))}
          onChange={next => change({ view: next === 'list' ? undefined : next })}
        />
      </div>
      {view === 'history' ? (
        <HistoryView chosen={search.version} onChoose={version => change({ version })} />
      ) : (
        <Panel flush>
          {(view === 'list' || !search.around) && (
            <Toolbar label={t('narrow')}>
              <SearchField
                value={search.q ?? ''}
                placeholder={t('search')}
                onChange={q => change({ q: q || undefined })}
              />
              <Select
                allowClear
                aria-label={t('column.section')}
                placeholder={t('anySection')}
                style={{ width: 190 }}
                value={search.section}
                options={present.map(section => ({ value: section, label: t(`many.${section}`) }))}
                onChange={section => change({ section })}
              />
            </Toolbar>
          )}
          <Loaded query={query} rows={8}>
            {() => {
              if (items.length === 0)
                return (
                  <Empty
                    title={t('none.title')}
                    text={t('none.text')}
                    action={may && <NewDefinition taken={taken} />}
                  />
                );
              if (view === 'graph')
                return (
                  <GraphView
                    items={items}
                    found={found}
                    around={search.around}
                    onAround={around => change({ around })}
                  />
                );
              if (found.length === 0)
                return (
                  <Empty
                    title={t('none.noMatch')}
                    text={t('none.noMatchText')}
                    action={<Button onClick={() => void navigate({ search: {} })}>{t('none.showAll')}</Button>}
                  />
                );
              return <DefinitionsTable items={found} edits={edits} />;
            }}
          </Loaded>
        </Panel>
      )}
    </Page>
  );
}
