// Lets the stores carry saved work over to renamed ids: for pages that know of some, and for tools, which know all.
import { migrateSaved } from './saved.mjs'
import { openStores } from './stores.mjs'

openStores.migrate = migrateSaved
for (const store of openStores.values()) store.rename({})
