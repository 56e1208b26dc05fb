import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';

import type { Answer } from '@/shared/api/client';
import { useMay } from '@/shared/session/may';
import { Loaded } from '@/shared/ui/Loaded';
import { Panel } from '@/shared/ui/Panel';
import { Pill } from '@/shared/ui/Pill';
import { ProblemView } from '@/shared/ui/ProblemView';

import { keepPersonalNames } from '../api/keepPersonalNames';
import { personalNamesQuery } from '../api/listPersonalNames';
import { fresh } from '../personalNames';
import styles from './Settings.module.css';

type Names = Answer<'/v1/personal-names'>;

/** Which fields are covered in the console until somebody has them revealed, with a reason that is written down. */
export function PersonalPanel() {
  const { t } = useTranslation('settings');
  const query = useQuery(personalNamesQuery);
  return (
    <Panel title={t('personal.title')}>
      <Loaded query={query}>{names => <Lists names={names} />}</Loaded>
    </Panel>
  );
}

function Lists({ names }: { names: Names }) {
  const { t } = useTranslation('settings');
  return (
    <>
      <p>{t('personal.text')}</p>
      <Added names={names} />
      <Words title={t('personal.anywhere')} words={names.anywhere} />
      <Words title={t('personal.ofPersons')} words={names.of_persons} />
      <Words title={t('personal.identifiers')} words={names.identifiers} />
    </>
  );
}

function Words({ title, words }: { title: string; words: string[] }) {
  if (words.length === 0) return null;
  return (
    <>
      <h3 className={styles.step}>{title}</h3>
      <div className={styles.words}>
        {words.map(word => (
          <Pill key={word}>{word}</Pill>
        ))}
      </div>
    </>
  );
}

function Added({ names }: { names: Names }) {
  const { t } = useTranslation('settings');
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const define = useMay('define');
  const keep = useMutation({
    mutationFn: ({ added }: { added: string[] }) =>
      keepPersonalNames(fresh(added, [...names.anywhere, ...names.of_persons])),
    onSuccess: async () => {
      message.success(t('personal.kept'));
      await queryClient.invalidateQueries(); // every answer may now be covered otherwise
    },
  });
  return (
    <Form
      key={names.added.join('\n')}
      layout="vertical"
      initialValues={{ added: names.added }}
      style={{ marginTop: 16 }}
      onFinish={(given: { added: string[] }) => keep.mutate(given)}
    >
      <Form.Item name="added" label={t('personal.added')} extra={t('personal.addedText')}>
        <Select
          mode="tags"
          open={false}
          suffixIcon={null}
          tokenSeparators={[',', '，']}
          disabled={!define}
          placeholder={t('personal.example')}
          aria-label={t('personal.added')}
        />
      </Form.Item>
      {keep.isError && <ProblemView error={keep.error} />}
      {define && (
        <Button htmlType="submit" loading={keep.isPending}>
          {t('personal.keep')}
        </Button>
      )}
    </Form>
  );
}
