// --name value pairs over defaults, which also say what is a number.
export function readOptions(defaults) {
  const options = {...defaults};
  const given = process.argv.slice(2);
  for (let i = 0; i < given.length; i += 2) {
    const name = given[i].replace(/^--/, '');
    if (!(name in defaults) || given[i + 1] === undefined) {
      throw new Error(`${given[i]}: the options are --${Object.keys(defaults).join(' --')}`);
    }
    options[name] = typeof defaults[name] === 'number' ? Number(given[i + 1]) : given[i + 1];
  }
  return options;
}

// A statement that failed would be printed with all its values.
process.on('uncaughtException', (error) => {
  const text = String(error.cause?.stack ?? error.stack ?? error);
  console.error(text.slice(0, 2000));
  process.exit(1);
});
