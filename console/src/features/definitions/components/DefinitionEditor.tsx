import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App, Button, Segmented } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { editOf, type Value } from '@/shared/draft/draft';
import { useDraft } from '@/shared/draft/useDraft';
import { lineOf, NoYaml, parsed, spelled, valueOf, withEdits } from '@/shared/draft/spelling';
import { useMay } from '@/shared/session/may';
import type { Mistake } from '@/shared/sql/Editor';
import { useSettled } from '@/shared/store/useSettled';
import { ButtonLink } from '@/shared/ui/ButtonLink';
import { Panel } from '@/shared/ui/Panel';

import { checkDefinitionsQuery } from '../api/check';
import { own } from '../findings';
import { EXPRESSIONS } from '../sections';
import styles from './Definitions.module.css';
import { DefinitionForm } from './DefinitionForm';
import { DefinitionYaml } from './DefinitionYaml';
import { Findings } from './Findings';
import { NeedsPanel } from './NeedsPanel';

interface Props {
  yaml: string;
  section: string;
  name: string;
  asYaml: boolean;
  onAsYaml: (asYaml: boolean) => void;
}

/** How long typing must rest before the whole text is checked, milliseconds. */
const PAUSE = 500;

/** One definition in the making: as fields or as text, with what is wrong, what it needs and what needs it. */
export default function DefinitionEditor({ yaml, section, name, asYaml, onAsYaml }: Props) {
  const { t } = useTranslation('definitions');
  const { modal } = App.useApp();
  const navigate = useNavigate();
  const may = useMay('define');
  const { edits, keep, drop } = useDraft();
  const noted = editOf(edits, section, name);
  const there = useMemo(() => valueOf(yaml, section, name), [yaml, section, name]);
  const [value, setValue] = useState<Value>(() => noted?.value ?? there ?? {});
  const [text, setText] = useState(() => spelled(noted?.value ?? there ?? {}));
  const [slip, setSlip] = useState<Mistake[]>([]);
  const formed = EXPRESSIONS[section] !== undefined;
  const inYaml = asYaml || !formed;
  const changed = spelled(value) !== (there === undefined ? '' : spelled(there));

  const whole = useSettled(value, PAUSE);
  const trial = useMemo(
    () => withEdits(yaml, [...edits.filter(edit => edit !== noted), { section, name, value: whole, was: '' }]),
    [yaml, edits, noted, section, name, whole],
  );
  const check = useQuery(checkDefinitionsQuery(changed ? trial : yaml));
  const findings = useMemo(() => check.data?.findings ?? [], [check.data]);
  const mistakes = useMemo(
    () => [...slip, ...own(findings, lineOf(changed ? trial : yaml, section, name), text.split('\n').length)],
    [slip, findings, changed, trial, yaml, section, name, text],
  );

  const write = (next: string) => {
    setText(next);
    try {
      setValue(parsed(next) ?? {});
      setSlip([]);
    } catch (error) {
      if (!(error instanceof NoYaml)) throw error;
      setSlip([{ line: error.line, column: error.column, message: error.message }]);
    }
  };
  const form = (next: Value) => {
    setValue(next);
    setText(spelled(next));
    setSlip([]);
  };
  const review = async (next: Value) => {
    await keep(section, name, next);
    await navigate({ to: '/definitions/review' });
  };
  const remove = () =>
    modal.confirm({
      title: t('remove.title', { name }),
      content: t('remove.text'),
      okText: t('remove.go'),
      okButtonProps: { danger: true },
      cancelText: t('cancel'),
      onOk: () => review(null),
    });
  return (
    <div className={styles.columns}>
      <div className={styles.side}>
        <Panel
          title={t(there === undefined ? 'form.new' : 'form.change')}
          note={noted && t('draft.noted')}
          actions={
            formed && (
              <Segmented
                size="small"
                aria-label={t('form.as')}
                value={inYaml ? 'yaml' : 'form'}
                options={[
                  { value: 'form', label: t('form.fields') },
                  { value: 'yaml', label: t('form.yaml') },
                ]}
                onChange={to => onAsYaml(to === 'yaml')}
              />
            )
          }
        >
          {inYaml ? (
            <DefinitionYaml text={text} mistakes={mistakes} onChange={write} />
          ) : (
            <DefinitionForm section={section} value={value} onChange={form} />
          )}
        </Panel>
        <div className={styles.actions}>
          <Button type="primary" disabled={!may || slip.length > 0 || !changed} onClick={() => void review(value)}>
            {t('review.action')}
          </Button>
          {section === 'segments' && there !== undefined && (
            <ButtonLink to="/segments/$segment/edit" params={{ segment: name }} search={{}}>
              {t('form.inBuilder')}
            </ButtonLink>
          )}
          {noted && (
            <Button
              onClick={() => {
                drop(section, name);
                form(there ?? {});
              }}
            >
              {t('draft.drop')}
            </Button>
          )}
          {there !== undefined && may && (
            <Button danger type="text" className={styles.push} onClick={remove}>
              {t('remove.action')}
            </Button>
          )}
        </div>
        {!may && <p className={styles.faint}>{t('mayNot')}</p>}
      </div>
      <div className={styles.side}>
        {slip.length > 0 && (
          <Panel title={t('findings.title')}>
            <Findings
              findings={slip.map(one => ({ level: 'error', code: 'bad_yaml', text: one.message, at: `:${one.line}` }))}
            />
          </Panel>
        )}
        {slip.length === 0 && findings.length > 0 && (
          <Panel title={t('findings.title')} note={t('findings.note')}>
            <Findings findings={findings} />
          </Panel>
        )}
        <NeedsPanel section={section} name={name} />
      </div>
    </div>
  );
}
