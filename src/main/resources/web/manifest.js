// Makes a manifest of what stands in the form.

/** What stands in an input, as a manifest has it. */
const readers = {
  number: Number,
  flag: (text) => text === 'true',
  json: (text) => {
    const value = JSON.parse(text);
    if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new SyntaxError('it is no object {…}');
    return value;
  },
  lines: (text) => text.split(/\s+/).filter(Boolean),
  pairs: (text) => Object.fromEntries(text.split('\n').filter((line) => line.trim()).map((line) => {
    const [, key, value] = /^\s*([^=]+?)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (!key) throw new SyntaxError(`‘${line.trim()}’ is not written as key=value`);
    return [key, value];
  })),
};

/** Puts a value where a name with dots leads to; what is there already stays beside it. */
const put = (manifest, name, value) => {
  const [first, ...rest] = name.split('.');
  if (rest.length) manifest[first] = { ...manifest[first], [rest.join('.')]: value };
  else manifest[first] = typeof value === 'object' && !Array.isArray(value) ? { ...value, ...manifest[first] } : value;
};

/** A data set is on S3 or on the Hub. */
const source = (given) => (/^s3:/i.test(given) ? ['s3_uri', given] : ['dataset_id', given.replace(/^hf:\/\/datasets\//, '')]);

/** What the form says of these fields, and what in it cannot be read; what is left empty is left out. */
export const manifestOf = (form, fields) => {
  const given = new FormData(form);
  const manifest = {};
  const problems = [];
  for (const { name, kind, required } of fields) {
    const values = given.getAll(name).map((value) => (value === '\t' ? value : value.trim())).filter(Boolean);
    if (values.length === 0) {
      if (required) problems.push({ field: name, message: 'is required' });
      continue;
    }
    try {
      if (name === 'data') put(manifest, ...source(values[0]));
      else if (kind === 'checks') put(manifest, name, values);
      else put(manifest, name, (readers[kind] ?? String)(values[0]));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      problems.push({ field: name, message: kind === 'json' ? `is not a JSON object: ${error.message}` : error.message });
    }
  }
  return { manifest, problems };
};
