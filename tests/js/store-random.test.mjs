// Random acts in several tabs on one storage. Whatever happens, in the end each tab and the storage say the same, and what somebody
// wrote stands there, or beside what was written later, unless somebody has written over it or erased it. The random numbers start
// from one seed, so that a failure comes back: ROUNDS=1 SEED=… node --test tests/js/store-random.test.mjs
import assert from 'node:assert/strict'
import test from 'node:test'

import '../../overrides/assets/learn/core/moved.mjs'
import { replaceSaved, resetSaved, undoSaved } from '../../overrides/assets/learn/core/rewrite.mjs'
import { emptySaved, mergeSaved, pieceOf, readSaved, serialiseSaved, setEntry } from '../../overrides/assets/learn/core/saved.mjs'
import { openStore } from '../../overrides/assets/learn/core/store.mjs'
import { openStores } from '../../overrides/assets/learn/core/stores.mjs'

const ROUNDS = Number(process.env.ROUNDS ?? 300)
const SEED = Number(process.env.SEED ?? 1)
const ACTS = 60
const COURSE = 'c'
const KEY = `learn-saved:${COURSE}`
const FORMERLY = { one: 'two', 'a/y': 'b/z' }
const IDS = ['a/x', 'a/y', 'a/s/x', 'b/x', 'b/z', 'one/x', 'one/y', 'two/x', 'note', 'plan/own/m1', '__proto__/x']
const PREFIXES = ['a/', 'one/', 'two/', 'b/x', 'plan/own/']
const FAKED = ['localStorage', 'setTimeout', 'clearTimeout', 'addEventListener', 'document', 'Date', 'reportError']

const numbers = (seed) => () => {
  seed = (seed + 0x6d2b79f5) | 0
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
}

/** What an id is called in the end. */
const today = (id) => FORMERLY[id] ?? (id.startsWith('one/') ? id.replace('one/', 'two/') : id)

class World {
  kept = new Map()
  room = Infinity
  isRefused = false
  isKnowing = false
  now = Date.parse('2026-01-01T00:00:00.000Z')
  tabs = []
  time = 0
  steps = 0
  // All that was ever written, by its value, which is there once: {id, at, over: values written over, isErased}.
  versions = new Map()
  count = 0
  inside = []
  log = []
  errors = []

  constructor(seed) {
    const random = numbers(seed)
    this.below = (limit) => Math.floor(random() * limit)
    this.one = (list) => list[this.below(list.length)]
    this.chance = (part) => random() < part
    // Whether another tab may act between two looks at the storage, as it may in another process.
    this.isRacing = seed % 2 === 1
    this.damagedOnce = new Set()
  }

  note(...words) {
    this.log.push(words.join(' '))
  }

  storageOf(tab) {
    const check = () => {
      if (this.isRefused) throw new DOMException('no', 'SecurityError')
      if (this.isRacing && this.inside.length === 1 && !this.isQuiet && this.chance(0.02)) {
        const other = this.one(this.tabs)
        if (other !== tab && !other.isAsleep) {
          this.note('  meanwhile:')
          this.one([() => this.set(other), () => this.in(other, () => other.store.flush()), () => { this.set(other); this.in(other, () => other.store.flush()) }])()
        }
      }
    }
    const wrote = (key, text) => {
      this.note('    ', tab.name, 'writes', key)
      const was = this.kept.get(key) ?? null
      if (was === text) return
      text === null ? this.kept.delete(key) : this.kept.set(key, text)
      for (const other of this.tabs) if (other !== tab && !other.isAsleep) this.later(other, this.below(900), () => other.on.storage?.({ key }))
    }
    return new Proxy({
      getItem: (key) => (check(), this.kept.get(key) ?? null),
      setItem: (key, text) => {
        check()
        const used = [...this.kept].reduce((sum, [name, { length }]) => sum + (name === key ? 0 : length), text.length)
        if (used > this.room) throw new DOMException('no', 'QuotaExceededError')
          wrote(key, text)
      },
      removeItem: (key) => (check(), wrote(key, null)),
    }, {
      ownKeys: () => (check(), [...this.kept.keys()]),
      getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
    })
  }

  used() {
    return [...this.kept.values()].reduce((sum, { length }) => sum + length, 0)
  }

  later(tab, wait, act) {
    const task = { due: this.time + wait, act }
    tab.tasks.push(task)
    return task
  }

  /** Do something in a tab: its storage, its clock, its timers. */
  in(tab, act) {
    const before = FAKED.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)])
    const world = this
    const put = (name, value) => Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
    const RealDate = this.inside.length ? this.RealDate : (this.RealDate = Date)
    put('localStorage', tab.storage)
    put('setTimeout', (act, wait) => this.later(tab, wait, act))
    put('clearTimeout', (task) => (tab.tasks = tab.tasks.filter((other) => other !== task)))
    put('addEventListener', (type, act) => (tab.on[type] = act))
    put('document', { addEventListener: (type, act) => (tab.on[type] = act), get visibilityState() { return tab.isHidden ? 'hidden' : 'visible' } })
    put('Date', class extends RealDate { constructor(...of) { of.length ? super(...of) : super(world.now) } })
    put('reportError', (error) => error.message === 'listener' || this.errors.push(error))
    this.inside.push(tab)
    try {
      return act()
    } finally {
      this.inside.pop()
      for (const [name, was] of before) was ? Object.defineProperty(globalThis, name, was) : delete globalThis[name]
    }
  }

  open(isKnowing) {
    const tab = { name: `tab${(this.count += 1)}`, on: {}, tasks: [], isKnowing }
    tab.storage = this.storageOf(tab)
    this.in(tab, () => {
      openStores.clear()
      tab.store = openStore(COURSE)
      openStores.clear()
      tab.store.subscribe(() => { throw new Error('listener') })
      if (isKnowing) tab.store.rename(FORMERLY)
    })
    this.tabs.push(tab)
    this.note('open', tab.name, isKnowing)
    return tab
  }

  token(length = 0) {
    return `v${(this.count += 1)}.${'x'.repeat(length)}`
  }

  /** What a tab shows of an id: [value, older value]. */
  shown(entry) {
    return [entry, entry?.old].filter(Boolean).map(({ value, at }) => value ?? `deleted ${at}`)
  }

  wrote(id, { value, at }, over) {
    const name = value ?? `deleted ${at}`
    this.versions.set(`${today(id)} ${name}`, { id: today(id), name, at, over })
  }

  set(tab, id = this.one(IDS)) {
    this.now += 1
    if (tab.isKnowing) id = today(id)
    this.in(tab, () => {
      const entryOf = () => tab.store.under(id).entries[id]
      const before = this.shown(entryOf())
      const isGone = this.chance(0.15)
      const value = this.token(this.chance(0.3) ? this.below(200) : 0)
      if (isGone && !tab.store.get(id)) return
      const done = isGone ? tab.store.remove(id) : tab.store.set(id, 'r', value)
      assert.equal(done, true)
      this.note(tab.name, isGone ? 'remove' : 'set', id, isGone ? '' : value.slice(0, 9), `over ${before}`)
      if (isGone) this.erase(id, before)
      this.wrote(id, entryOf(), before.slice(0, 1))
    })
  }

  erase(id, names) {
    // What stood beside it once is no longer there to be asked for.
    const newest = names.map((name) => this.versions.get(`${today(id)} ${name}`)?.at ?? '').sort().at(-1)
    for (const version of this.versions.values()) if (version.id === today(id) && version.at <= newest) version.isErased = true
  }

  /** What a tab shows now is meant to be there. */
  meant(tab, ids) {
    for (const [id, entry] of Object.entries(tab.store.all().entries)) {
      if (!ids.includes(id)) continue
      for (const name of this.shown(entry)) {
        const version = this.versions.get(`${today(id)} ${name}`)
        if (version) version.isErased = false
      }
    }
  }

  import(tab) {
    const from = this.one(this.tabs)
    let document = this.chance(0.3) ? this.in(from, () => from.store.all()) : emptySaved(COURSE)
    const made = Array.from({ length: 1 + this.below(4) }, () => [this.one(IDS), this.token(this.below(300)), this.now - this.below(2000)])
    for (const [id, value, at] of made) document = mergeSaved(document, setEntry(emptySaved(COURSE), tab.isKnowing ? today(id) : id, 'r', value, new Date(at).toISOString()))
    this.in(tab, () => {
      const before = tab.store.all().entries
      const done = replaceSaved(tab.store, document)
      this.note(tab.name, 'import', made.map(([id, value]) => `${id} ${value.slice(0, 9)}`), done)
      if (!done) {
        const text = serialiseSaved(tab.store.all()) + [...this.kept.values()].join()
        for (const [, value] of made) assert.ok(!text.includes(`"${value}"`), `${value} is there though the import was refused`)
        return
      }
      // What is older than what stood here stands beside it only until somebody writes on.
      for (const [id, value, at] of made) if (tab.store.get(tab.isKnowing ? today(id) : id)?.value === value) this.wrote(id, { value, at: new Date(at).toISOString() }, [])
      this.meant(tab, Object.keys(document.entries).filter((id) => tab.store.all().entries[id] !== before[id]))
    })
  }

  undo(tab) {
    this.in(tab, () => {
      const before = tab.store.all().entries
      const done = undoSaved(tab.store)
      this.note(tab.name, 'undo', done)
      if (!done) return
      const after = tab.store.all().entries
      for (const id of Object.keys(before)) {
        const now = this.shown(after[id])
        this.erase(id, this.shown(before[id]).filter((name) => !now.includes(name)))
      }
      this.meant(tab, Object.keys(after).filter((id) => after[id] !== before[id] && after[id].at !== before[id]?.at))
    })
  }

  reset(tab) {
    this.in(tab, () => {
      const prefixes = this.chance(0.2) ? [] : [this.one(PREFIXES)]
      const before = tab.store.all().entries
      const done = resetSaved(tab.store, ...prefixes)
      this.note(tab.name, 'reset', prefixes, done)
      if (!done) return
      for (const id of Object.keys(before)) this.erase(id, this.shown(before[id]).filter((name) => !this.shown(tab.store.all().entries[id]).includes(name)))
      if (!prefixes.length) for (const version of this.versions.values()) if (version.isDamaged) version.isErased = true
    })
  }

  damage() {
    const key = this.one([...this.kept.keys()].filter((name) => name.startsWith(`${KEY}/`) && !this.damagedOnce.has(name)))
    if (!key) return
    this.damagedOnce.add(key)
    const text = this.kept.get(key)
    this.kept.set(key, this.one([text.slice(0, -1), text.replace('"format"', '"fromat"'), text.replace('"at":"2', '"at":"x')]))
    this.note('damage', key)
    for (const version of this.versions.values()) if (text.includes(`"${version.name}"`) || version.name.startsWith('deleted') && text.includes(version.name.slice(8))) version.isDamaged = true
  }

  /** A page of before, which knows one text for everything. */
  oldRead() {
    const { document, problem } = readSaved(this.kept.get(KEY) ?? serialiseSaved(emptySaved(COURSE)), COURSE)
    if (!problem) this.old = document
    this.note('old page reads', problem)
  }

  oldWrite() {
    if (!this.old) return
    const id = this.one(IDS)
    const value = this.token()
    const before = this.old.entries[id]
    this.old = setEntry(this.old, id, 'r', value, new Date(this.now).toISOString())
    if (serialiseSaved(this.old).length > this.room - this.used() + (this.kept.get(KEY)?.length ?? 0)) return
    this.wrote(id, this.old.entries[id], this.shown(before).slice(0, 1))
    this.kept.set(KEY, serialiseSaved(this.old))
    for (const tab of this.tabs) if (!tab.isAsleep) this.later(tab, this.below(900), () => tab.on.storage?.({ key: KEY }))
    this.note('old page writes', id, value)
    this.old = undefined
  }

  clock(time) {
    this.now += Math.max(0, time - this.time)
    this.time = Math.max(this.time, time)
  }

  tick(most = 700) {
    const end = this.time + this.below(most)
    for (;;) {
      const next = this.tabs.filter(({ isAsleep }) => !isAsleep).flatMap((tab) => tab.tasks.map((task) => [tab, task])).filter(([, { due }]) => due <= end).sort(([, a], [, b]) => a.due - b.due)[0]
      if (!next) break
      const [tab, task] = next
      assert.ok((this.steps += 1) < 3000, 'no end')
      tab.tasks = tab.tasks.filter((other) => other !== task)
      this.clock(task.due)
      this.in(tab, task.act)
    }
    this.clock(end)
  }

  sleep(tab) {
    this.note(tab.name, 'sleeps')
    this.in(tab, () => tab.on.pagehide?.())
    tab.isAsleep = true
    tab.tasks = tab.tasks.filter(({ act }) => !/storage/.test(act))
  }

  wake(tab) {
    this.note(tab.name, 'wakes')
    tab.isAsleep = false
    for (const task of tab.tasks) task.due = Math.max(task.due, this.time)
    this.in(tab, () => tab.on.pageshow?.({ persisted: true }))
  }

  /** Close a tab in quiet, where nothing waits. */
  close(tab) {
    if (tab.isAsleep) return
    const { isQuiet } = this
    this.isQuiet = true
    this.tick(1)
    for (const task of tab.tasks.splice(0).sort((a, b) => a.due - b.due)) this.in(tab, task.act)
    for (const task of tab.tasks.splice(0).sort((a, b) => a.due - b.due)) this.in(tab, task.act)
    const isDone = this.in(tab, () => (tab.on.pagehide?.(), tab.store.flush()))
    if (isDone && tab.store.waiting().length === 0) {
      this.note(tab.name, 'closes')
      this.tabs = this.tabs.filter((other) => other !== tab)
    }
    this.isQuiet = isQuiet
  }

  /** A new version of the course, with other ids, and only pages of that one: two would carry the same work to and fro. */
  deploy() {
    if (this.isKnowing) return
    for (const tab of this.tabs) this.close(tab)
    this.isKnowing = this.tabs.length === 0
    if (!this.tabs.length) this.open(this.isKnowing)
  }

  act() {
    const tab = this.one(this.tabs)
    const awake = !tab.isAsleep
    const roll = this.below(100)
    if (roll < 38) awake && this.set(tab)
    else if (roll < 60) this.tick()
    else if (roll < 68) awake && this.in(tab, () => { this.note(tab.name, 'flush', tab.store.flush()) })
    else if (roll < 72) awake ? this.sleep(tab) : this.wake(tab)
    else if (roll < 76) awake && this.in(tab, () => { tab.isHidden = !tab.isHidden; tab.on.visibilitychange?.() })
    else if (roll < 79) awake && this.import(tab)
    else if (roll < 81) awake && this.undo(tab)
    else if (roll < 83) awake && this.reset(tab)
    else if (roll < 86) {
      const used = [...this.kept.values()].reduce((sum, { length }) => sum + length, 0)
      this.room = this.one([Infinity, used, used + this.below(300), used + this.below(1500)])
      this.note('room', this.room - used)
    } else if (roll < 87) {
      this.isRefused = !this.isRefused
      this.note('refused', this.isRefused)
    } else if (roll < 89) this.tabs.length > 1 && this.close(tab)
    else if (roll < 93) this.tabs.length < 3 && this.open(this.isKnowing)
    else if (roll < 94) this.deploy()
    else if (roll < 95) this.damage()
    else if (roll < 98) this.oldRead()
    else this.oldWrite()
  }

  settle() {
    this.note('settle')
    this.isQuiet = true
    this.isRefused = false
    this.room = Infinity
    for (const tab of this.tabs) {
      tab.isHidden = false
      if (tab.isAsleep) this.wake(tab)
      else this.in(tab, () => tab.on.visibilitychange?.())
    }
    for (let turn = 0; turn < 6; turn += 1) this.tick(1000)
    this.deploy()
    this.open(true)
    for (let turn = 0; turn < 12; turn += 1) this.tick(1000)
  }

  check() {
    assert.deepEqual(this.errors, [])
    const texts = this.tabs.map((tab) => this.in(tab, () => serialiseSaved(tab.store.all())))
    for (const text of texts) assert.equal(text, texts[0], 'tabs differ')
    for (const tab of this.tabs) assert.deepEqual(tab.store.waiting().map(({ name }) => name), [], `${tab.name} waits`)
    const aside = [...this.kept].filter(([key, text]) => key.startsWith(`${KEY}:damaged`) || (key.startsWith(`${KEY}/`) && readSaved(text, COURSE).problem)).map(([, text]) => text).join()
    const { entries } = readSaved(texts[0], COURSE).document
    for (const [key, text] of this.kept) {
      if (!key.startsWith(`${KEY}/`)) continue
      const { document } = readSaved(text, COURSE)
      for (const [id, entry] of Object.entries(document.entries)) {
        assert.equal(`${KEY}/${pieceOf(id)}`, key, `${id} is in the wrong piece`)
        assert.deepEqual(entry, entries[id], id)
      }
    }
    const over = new Set([...this.versions.values()].flatMap(({ id, over }) => over.map((name) => `${id} ${name}`)))
    for (const [key, { id, name, at, isErased, isDamaged }] of this.versions) {
      if (isErased || over.has(key)) continue
      const now = this.shown(entries[id])
      const isThere = now.includes(name) || (name.startsWith('deleted') && now.some((other) => other.startsWith('deleted')))
      const isOutdone = [entries[id], entries[id]?.old].filter((version) => version && version.at >= at).length === 2
      const isAside = aside.includes(`"${name}"`) || (isDamaged && name.startsWith('deleted'))
      // Only the newer one is sure to stand where two wrote in the same instant, or a tab wrote on before it heard what had come beside.
      const isPassed = entries[id]?.at >= at && (this.isRacing || [...this.versions.values()].some((later) => later.id === id && later.at > at && later.over.length))
      assert.ok(isThere || isOutdone || isAside || isPassed, `${key} (${at}) is lost; there is ${JSON.stringify(entries[id])}`)
      assert.ok(isAside || entries[id].at >= at, `${key} is newer`)
    }
  }
}

const round = (seed) => {
  const world = new World(seed)
  try {
    world.open(false)
    for (let turn = 0; turn < ACTS; turn += 1) world.act()
    world.settle()
    world.check()
  } catch (error) {
    error.message = `SEED=${seed}: ${error.message}\n${world.log.join('\n')}`
    throw error
  }
}

test('whatever several tabs do, nothing is lost that nobody erased', () => {
  for (let seed = SEED; seed < SEED + ROUNDS; seed += 1) round(seed)
})
