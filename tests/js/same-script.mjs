// Says whether two scripts are one but for the names of their variables and private members: `node --expose-internals
// same-script.mjs first.js second.js`. Prints nothing where they are, else what differs first. Node's own parser reads them.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const { parse } = createRequire(import.meta.url)('internal/deps/acorn/acorn/dist/acorn')

const isNode = (value) => typeof value?.type === 'string'
const nodesIn = (node) => Object.entries(node).flatMap(([key, value]) => (['start', 'end'].includes(key) ? [] : [value].flat().filter(isNode)))

/** The identifiers that a pattern declares. */
function boundBy(pattern) {
  if (!pattern) return []
  if (pattern.type === 'Identifier') return [pattern]
  if (pattern.type === 'ObjectPattern') return pattern.properties.flatMap((one) => boundBy(one.value ?? one.argument))
  if (pattern.type === 'ArrayPattern') return pattern.elements.flatMap(boundBy)
  return boundBy(pattern.left ?? pattern.argument)
}

const declaredIn = (statements) => statements.flatMap((one) => {
  if (one.type === 'VariableDeclaration') return one.declarations.flatMap(({ id }) => boundBy(id))
  return /^(Function|Class)Declaration$/.test(one.type) ? [one.id] : []
})

/** The script as a list of words in which each variable is told by its declaration's place in the list. */
function told(source) {
  const words = []
  let count = 0
  const visit = (node, scopes) => {
    if (!node) return
    const { type } = node
    if (type === 'Identifier') {
      const scope = scopes.find((one) => one.has(node.name))
      words.push(scope ? `variable ${scope.get(node.name)}` : `global ${node.name}`)
      return
    }
    if (type === 'PrivateIdentifier') {
      const scope = scopes.find((one) => one.has(`#${node.name}`))
      words.push(`private ${scope?.get(`#${node.name}`)}`)
      return
    }
    const opened = new Map()
    const declare = (ids) => ids.forEach(({ name }) => opened.set(name, (count += 1)))
    if (/Function|Arrow/.test(type)) declare([...node.params.flatMap(boundBy), ...(type === 'FunctionExpression' && node.id ? [node.id] : [])])
    if (type === 'CatchClause') declare(boundBy(node.param))
    if (/^For/.test(type)) declare(declaredIn([node.init ?? node.left].filter(Boolean)))
    if (type === 'Program' || type === 'BlockStatement') declare(declaredIn(node.body))
    if (type === 'ClassBody') node.body.filter(({ key }) => key?.type === 'PrivateIdentifier').forEach(({ key }) => opened.has(`#${key.name}`) || opened.set(`#${key.name}`, (count += 1)))
    const inner = opened.size ? [opened, ...scopes] : scopes
    const { kind = '', operator = '', raw = '', computed = '', optional = '', static: fixed = '' } = node
    words.push([type, kind, operator, raw, computed, optional, fixed, type === 'TemplateElement' ? node.value.raw : ''].join(' '))
    const isNamed = ['Property', 'MemberExpression', 'MethodDefinition', 'PropertyDefinition'].includes(type)
    for (const child of nodesIn(node)) {
      const isName = isNamed && !node.computed && child === (node.key ?? node.property) && child.type === 'Identifier'
      if (isName) words.push(`name ${child.name}`)
      // A key that is written once for itself and its value is one node for both.
      if (!isName || (node.shorthand && child === node.value)) visit(child, inner)
    }
    if (isNamed && node.shorthand && node.value.type === 'Identifier' && node.value === node.key) visit(node.value, inner)
  }
  visit(parse(source, { ecmaVersion: 'latest' }), [])
  return words
}

const [first, second] = process.argv.slice(2).map((path) => told(readFileSync(path, 'utf8')))
const at = first.findIndex((word, n) => word !== second[n])
if (at >= 0 || first.length !== second.length) {
  console.log(`${first.length} and ${second.length} words; after "${first.slice(Math.max(0, at - 6), at).join(' | ')}": "${first[at]}" became "${second[at]}"`)
}
