// What drizzle-kit reads to write `migrations/postgres`: every table of the model, whatever it is called. It is no module,
// since a module would have to name each of its exports, and one that was forgotten would have no migration.
const { tables } = require('./src/db/tables.ts')
const { postgresColumns } = require('./src/db/columns.postgres.ts')

module.exports = tables(postgresColumns)
