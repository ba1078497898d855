// What a manifest can say, as the form asks for it. A name with a dot leads into an object: parameters.max_tokens.
const text = (name, label, hint, more) => ({ name, label, hint, kind: 'text', ...more });
const count = (name, label, hint, more) => ({ name, label, hint, kind: 'number', min: 1, ...more });
const area = (name, label, hint, more) => ({ name, label, hint, kind: 'area', rows: 4, wide: true, ...more });
const json = (name, label, hint, more) => area(name, label, hint, { kind: 'json', code: true, ...more });
const choice = (name, label, hint, options) => ({ name, label, hint, kind: 'choice', options });
const checks = (name, label, hint, options, more) => ({ name, label, hint, kind: 'checks', options, wide: true, ...more });

export const name = text('job_name_prefix', 'Name', 'Starts the names of the run and its jobs', { required: true, placeholder: 'jokes' });
export const data = text('data', 'Data set', 'CSV, JSON lines or Parquet on S3; a folder of such files, ending in /; or owner/name of the Hugging Face Hub', {
  required: true, wide: true, placeholder: 's3://bucket/data.csv',
});
export const model = (hint, change) => text('model_id', 'Model', hint, { required: true, list: 'models', change });

const system = area('system', 'System prompt', 'Optional; may hold {column} too. It replaces that of a prompt of the library', { rows: 2 });

/** The ways to say what is asked, and the fields of each. */
export const ways = {
  library: { label: 'From the library', fields: (prompts) => [choice('prompt_id', 'Which one', 'The Prompts page shows them whole', prompts), system] },
  several: { label: 'Several', fields: (prompts) => [checks('prompt_ids', 'Which ones', 'Each row is asked every one of them, and has a row in the result for each', prompts, { required: true })] },
  named: { label: 'Named by the row', fields: () => [text('prompt_column', 'Column', 'It holds the id of the prompt that the row is asked', { required: true })] },
  own: { label: 'Written here', fields: () => [area('prompt', 'Prompt', 'A row’s value goes where {column} stands; braces are written {{ and }}', { rows: 5, required: true }), system] },
  column: { label: 'A column (embeddings)', fields: () => [text('text_column', 'Column', 'The text to embed; input_text where nothing is said', { placeholder: 'input_text' })] },
  none: { label: 'None: lines are records', fields: () => [] },
};

/** Behind the essentials, each group folded up. */
export const groups = [
  {
    label: 'Rows and columns',
    about: 'how many, images, CSV, parts of the Hub',
    fields: [
      count('max_records', 'Rows', 'At most so many, from the start'),
      text('image_column', 'Image column', 'Names each row’s image: an S3 URI, or a path beside the data set'),
      count('image_max_bytes', 'Bytes of an image', 'Rows with a larger one are skipped'),
      choice('csv.separator', 'CSV separator', 'Between the columns', [['', 'comma'], [';', 'semicolon'], ['\t', 'tab'], ['|', 'bar']]),
      text('csv.charset', 'CSV charset', 'Where it is not UTF-8', { placeholder: 'UTF-8' }),
      text('dataset_config', 'Configuration', 'Of a data set of the Hub'),
      text('split', 'Split', 'Of a data set of the Hub', { placeholder: 'train' }),
      text('dataset_revision', 'Revision', 'Of a data set of the Hub: a branch, tag or commit'),
    ],
  },
  {
    label: 'Answers',
    about: 'parameters, schema, format of the result',
    fields: [
      count('parameters.max_tokens', 'Tokens of an answer', 'max_tokens, at most'),
      { ...count('parameters.temperature', 'Temperature', '0 for the most likely words'), min: 0, step: 'any' },
      choice('output_format', 'Result', 'The format of its file', [['', 'csv'], ['jsonl', 'jsonl'], ['parquet', 'parquet']]),
      json('parameters', 'Other parameters', 'A JSON object, such as {"top_p": 0.9}; models differ in what they take', { rows: 2 }),
      json('parameter_columns', 'Parameters by row', 'A JSON object of parameter and column, such as {"max_tokens": "tokens_wanted"}', { rows: 2 }),
      json('output_schema', 'Schema of the answers', 'A JSON Schema of an object: answers have to fit it, and its properties become columns', { rows: 6 }),
    ],
  },
  {
    label: 'Cost and pace',
    about: 'budget, canary, priority, jobs',
    fields: [
      count('max_cost_usd', 'US dollars at most', 'It does not start when it is estimated to cost more', { min: 0, step: 'any' }),
      count('canary', 'Canary', 'So many first rows are tried on demand before any job', { max: 100 }),
      choice('priority', 'Priority', 'Higher goes first; equals take turns', [['', '0, as usual'], ...[1, 2, 3, 4, 5, 6, 7, 8].map((one) => [one, one]), [9, '9, first']]),
      { ...choice('dedupe', 'Rows that ask the same', 'What several rows ask alike can be sent once', [['', 'send each'], ['true', 'send once']]), kind: 'flag' },
      count('max_records_per_batch', 'Rows a job', 'At most so many'),
      count('max_num_jobs', 'Jobs', 'At most so many'),
      count('timeout_hours', 'Hours of a job', 'Bedrock ends it after so many, 24 to 168', { min: 24, max: 168, placeholder: '24' }),
    ],
  },
  {
    label: 'When something fails',
    about: 'attempts, tolerance, too few rows',
    fields: [
      count('max_attempts', 'Attempts', 'How often a row is sent that may yet succeed', { placeholder: '3' }),
      count('max_failed_percent', 'Failed rows', 'With more percent than this the run counts as failed', { min: 0, max: 100, placeholder: '100' }),
      choice('remainder', 'Too few rows', 'For a batch job of the model', [['', 'reject them'], ['on_demand', 'invoke them on demand, at the full price'], ['pad', 'fill up with padding, which is billed']]),
    ],
  },
  {
    label: 'Tags and notifications',
    about: 'who pays, who is told',
    fields: [
      { ...area('tags', 'Tags', 'Of its jobs at Bedrock, one a line: team=search', { rows: 2 }), kind: 'pairs' },
      { ...area('notify.to', 'Notify', 'SNS topics’ ARNs and webhooks’ addresses, one a line', { rows: 2, code: true }), kind: 'lines' },
      checks('notify.events', 'Of these events', 'Of all where nothing is ticked', ['accepted', 'done', 'failed', 'needs-attention'].map((one) => [one, one])),
    ],
  },
];

/** The input that a problem of the manifest is about: its own, that of the object it is in, or none. */
export const inputOf = (field, names) => {
  const alias = { s3_uri: 'data', dataset_id: 'data', csv: 'csv.separator', notify: 'notify.to', max_records_per_job: 'max_records_per_batch' }[field] ?? field;
  if (names.includes(alias)) return alias;
  const inside = alias.lastIndexOf('.');
  return inside < 0 ? undefined : inputOf(alias.slice(0, inside), names);
};
