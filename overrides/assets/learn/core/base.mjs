/** The class every element extends; a plain one outside a browser, so that Node can import the modules. */
export const Base = globalThis.HTMLElement ?? class {}
