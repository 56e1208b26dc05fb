import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { sourcesQuery } from '../api/listSources';
import type { SettingsSearch } from '../search';
import { KeysPanel } from './KeysPanel';
import { SnippetPanel } from './SnippetPanel';
import { SourcesPanel } from './SourcesPanel';

interface Props {
  search: SettingsSearch;
  onChange: (part: Partial<SettingsSearch>) => void;
}

/** What writes events in: sources, how each is set up, and the keys. */
export function SourcesTab({ search, onChange }: Props) {
  const sources = useQuery(sourcesQuery);
  // Secrets of keys made on this page, by source; they are gone with it.
  const [secrets, setSecrets] = useState<Record<string, string>>({});
  const source = search.source ?? sources.data?.[0]?.name ?? 'web';
  return (
    <>
      <SourcesPanel chosen={source} onChoose={name => onChange({ source: name })} />
      <SnippetPanel
        source={source}
        client={search.client ?? 'curl'}
        secret={secrets[source]}
        onClient={client => onChange({ client })}
      />
      <KeysPanel
        onMade={(made, secret) => {
          if (!made) return;
          setSecrets({ ...secrets, [made]: secret });
          onChange({ source: made });
        }}
      />
    </>
  );
}
