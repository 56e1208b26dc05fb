import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { definitionsQuery } from '@/shared/definitions/getDefinitions';
import { useLanguage } from '@/shared/i18n/language';
import { titled } from '@/shared/i18n/titled';
import { Empty } from '@/shared/ui/Empty';
import { Loaded } from '@/shared/ui/Loaded';
import { Panel } from '@/shared/ui/Panel';

import { alarmsQuery } from '../api/getModels';
import { AlarmWords } from './AlarmWords';
import styles from './Models.module.css';

/** What somebody should look at, over all models. */
export function AlarmsTab() {
  const { t } = useTranslation('models');
  const language = useLanguage();
  const query = useQuery(alarmsQuery);
  const definitions = useQuery(definitionsQuery);
  return (
    <Panel flush>
      <Loaded query={query} rows={4}>
        {({ alarms }) =>
          alarms.length === 0 ? (
            <Empty title={t('quiet.title')} text={t('quiet.text')} />
          ) : (
            <ul className={styles.list}>
              {alarms.map((alarm, place) => (
                <li key={place} className={styles.alarm}>
                  <Link to="/models/$model" params={{ model: alarm.model }}>
                    {titled(definitions.data?.models?.[alarm.model] ?? { name: alarm.model }, language)}
                  </Link>
                  <AlarmWords kind={alarm.kind} text={alarm.text} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Panel>
  );
}
