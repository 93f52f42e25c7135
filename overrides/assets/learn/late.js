(()=>{"use strict"
const Base=globalThis.HTMLElement??class{}
const _=(globalThis[Symbol.for('learn-stores')]??=new Map())
const $=()=>{const e=crypto.getRandomValues(new Uint32Array(1))[0].toString(36)
return`plan/own/${Date.now().toString(36)}${e.slice(-4).padStart(4,'0')}`}
class LearnActionsElement extends Base{static tag='learn-actions'
#n
#p
connectedCallback(){this.#n?.abort()
this.#n=new AbortController()
const{signal:g}=this.#n
this.#p=_.get(this.dataset.course)
for(const v of this.querySelectorAll('.learn-action:not(:has(textarea))')){v.append(this.#j(0))
const u=v.querySelector('.learn-action__text')
v.querySelector('textarea').defaultValue=u.textContent
u.prepend(document.createElement('strong'))}
this.addEventListener('click',({target:m})=>this.#L(m,m.closest('li')),{signal:g})
this.addEventListener('input',({target:m})=>m.name&&this.#S(m,m.closest('li')),{signal:g})
this.addEventListener('focusout',()=>this.#h(),{signal:g})
this.closest('form').addEventListener('submit',(event)=>event.preventDefault(),{signal:g})
g.addEventListener('abort',this.#p.subscribe(({kind:p})=>p==='changed'&&this.#h()))
this.querySelector('.learn-actions__live').hidden=false
this.#h()}
disconnectedCallback(){this.#n?.abort()}
#j(r){return this.querySelector('template').content.children[r].cloneNode(true)}
#i(t){return this.#p.get(t)?.value??{}}
#h(){const L=Object.keys(this.#p.all().entries).filter((t)=>t.startsWith('plan/own/')&&this.#i(t).chosen&&this.#i(t).chapter===this.dataset.chapter)
let e=L.length
for(const v of this.querySelectorAll('.learn-action')){const{text:y='',chosen:B}=this.#i(v.querySelector('[data-id]').dataset.id)
v.toggleAttribute('data-reworded',y!=='')
v.querySelector('strong').textContent=y
v.querySelector('[data-do=course]').hidden=!y
this.#y(v,{text:y||v.querySelector('textarea').defaultValue})
if(B)e++}
for(const n of this.querySelectorAll('.learn-actions__step')){if(n.saved&&!n.matches('[data-gone]')&&!L.includes(n.id))n.remove()}
for(const t of L){const n=document.getElementById(t)??this.#g(t)
n.saved=this.#i(t)
this.#y(n,n.saved)}
const o=this.querySelector('[role=status]')
const u=this.dataset[e>1?'some':e?'one':'none'].replace('{count}',e)
if(o.textContent!==u)o.textContent=u}
#y(N,j){for(const h of N.querySelectorAll('[name]')){if(h!==document.activeElement)h.value=j[h.name]??(h.name==='horizon'?'later':'')}}
#g(t){const n=this.#j(1)
n.id=t
this.querySelector('ul').append(n)
return n}
#t(t,x,j){this.dispatchEvent(new CustomEvent('learn-change',{bubbles:true,detail:{id:t,rev:x,value:j}}))}
#S(h,i){const b=i.querySelector('[data-id]')
const{id:t,rev:x=''}=b?.dataset??i
const j={...this.#i(t),chosen:true}
for(const{name,value:y,defaultValue:e}of i.querySelectorAll('[name]')){const u=y.replace(/\s+/g,' ').trim()
if(u&&!(b&&u===e))j[name]=u
else if(b||name!=='text')delete j[name]}
if(b)b.checked=true
else j.chapter=this.dataset.chapter
if(b||j.text)this.#t(t,x,j)}
#L({dataset:{do:name},nextElementSibling:e},i){let h=i?.querySelector('textarea')
if(name==='reword'){e.hidden=!e.hidden
i.querySelector('button').ariaExpanded=!e.hidden
if(e.hidden)return}else if(name==='course'){const{id:t,rev:x}=i.querySelector('[data-id]').dataset
const{text:y,...n}=this.#i(t)
this.#t(t,x,n)}else if(name==='add')h=this.#g($()).querySelector('textarea')
else if(name==='remove'){h=(i.saved?i:this).querySelector(`[data-do=${i.saved?'undo':'add'}]`)
i.toggleAttribute('data-gone',true)
if(i.saved)this.#t(i.id,'',null)
else i.remove()}else if(name==='undo'){i.toggleAttribute('data-gone',false)
this.#t(i.id,'',i.saved)}else return
h.focus()
h.setSelectionRange?.(h.value.length,h.value.length)}}
function J({kind:p,key:a},o){if(o.length===0)return'empty'
const{hits:M,slips:W}=X({kind:p,key:a},o)
if(M===a.length&&W===0)return'right'
return M>0&&p!=='single'?'partly':'wrong'}
function X({kind:p,key:a},o){const B=[...new Set(o)]
const Y=p==='sequence'?(t,r)=>a[r]===t:(t)=>a.includes(t)
const M=B.filter(Y).length
return{hits:M,slips:B.length-M,all:a.length}}
function Z({kind:p,key:a},E,o){return E.map((t)=>{if(p==='sequence'){const r=a.indexOf(t)+1
const L=o.indexOf(t)+1
return{id:t,mark:r===L?'placed':'misplaced',at:r,given:L}}
const Y=a.includes(t)
if(o.includes(t))return{id:t,mark:Y?'hit':'slip'}
return{id:t,mark:Y?'missed':'spare'}})}
function et(n){const t=n.filter((e)=>e.first)
const R=t.filter((e)=>e.first!=='right')
return{all:n.length,answered:t.length,left:n.length-t.length,right:t.length-R.length,missed:R.map((e)=>e.id),open:R.filter((e)=>e.verdict!=='right').map((e)=>e.id),hinted:n.filter((e)=>e.hints>0).map((e)=>e.id),}}
function ee(k,E,c){if(typeof c!=='object'||c===null||!Array.isArray(c.given))return null
const o=c.given.filter((t)=>E.includes(t))
const n=k.kind==='sequence'?E.length:1
const i=k.kind==='single'?1:E.length
const K=new Set(o).size===o.length&&o.length>=n&&o.length<=i
const O=c.verdict==='shown'
const e=O||(o.length===c.given.length&&K)
const s=O?'shown':e?J(k,o):''
const d=['right','partly','wrong','shown'].includes(c.first)?c.first:s
if(!d)return null
const P=Number.isInteger(c.hints)&&c.hints>0?c.hints:0
return{given:O||!e?[]:o,verdict:s,first:d,hints:P}}
const C=(en,G)=>en.replace(/\{(\w+)\}/g,(K,name)=>G[name]??K)
const Q=(name,y)=>{const H=document.createElement(name==='icon'?'span':'p')
H.className=`learn-quiz__${name}`
if(y)H.textContent=y
return H}
class LearnQuizElement extends Base{static tag='learn-quiz'
#n
connectedCallback(){this.#N()
this.#n?.abort()
this.#n=new AbortController()
const{signal:g}=this.#n
this.addEventListener('submit',(event)=>{event.preventDefault()
this.#E(event.target)},{signal:g})
this.addEventListener('click',(event)=>this.#T(event),{signal:g})
this.addEventListener('keydown',(event)=>{const I=event.key==='ArrowUp'
const n=event.altKey&&(I||event.key==='ArrowDown')&&event.target.closest('.learn-quiz__option--step')
if(!n)return
event.preventDefault()
this.#x(n,I)},{signal:g})
this.addEventListener('change',(event)=>{const e=event.target.form
if(e&&!e.dataset.verdict)this.#t(e,'')},{signal:g})
for(const name of['beforeprint','afterprint']){globalThis.addEventListener(name,()=>{if(!document.documentElement.hasAttribute('data-print-answers'))return
for(const t of this.querySelectorAll('details'))t.open=name==='beforeprint'},{signal:g})}
globalThis.addEventListener('pageshow',()=>this.#o(),{signal:g})
this.#o()
this.toggleAttribute('data-enhanced',true)}
disconnectedCallback(){this.#n?.abort()}
restore(o){for(const e of this.#e){const{id:t,rev:x,first:d,verdict:s}=e.dataset
if(!Object.hasOwn(o??{},t))continue
const c=o[t]
if(c===null&&d)this.#w(e)
const n=ee(this.#a(e),this.#s(e),c)
if(!n)continue
e.dataset.first=n.first
e.dataset.hints=n.hints
if(n.verdict)this.#b(e,n.given,n.verdict)
else if(s)this.#u(e)
if(c.rev&&c.rev!==x)this.#l(e).append(this.dataset.changed)}
this.#o()}
#N(){const T=this.querySelector('.learn-quiz__map')
for(const[r,e]of this.#e.entries()){const{kind:p,key:a}=this.#a(e)
for(const l of this.#r(e)){const U=l.querySelector('input, select')
l.dataset.option=p==='sequence'?U.name:U.value
if(p==='sequence'&&!l.querySelector('button'))U.parentNode.append(this.#R(l))}
const f=this.#s(e)
const o=p==='sequence'?a:[...f.filter((t)=>a.includes(t)),...f.filter((t)=>!a.includes(t))]
for(const[s,c]of e.querySelectorAll('.learn-quiz__reason').entries()){const A=c.querySelector('.learn-quiz__comment')
if(A)A.dataset.for=o[s]}
if(T.children[r])continue
const[i,stop,n,D]=['li','a','span','span'].map((d)=>document.createElement(d))
Object.assign(stop,{className:'learn-quiz__stop',href:`#${e.id}`})
Object.assign(n,{className:'learn-quiz__aloud',textContent:T.dataset.stop})
D.className='learn-quiz__state learn-quiz__aloud'
stop.append(n,r+1,D)
i.append(stop)
T.append(i)}}
#R(l){const n=l.querySelector('.learn-quiz__words').textContent.trim()
const e=document.createElement('span')
e.className='learn-quiz__moves'
for(const t of['up','down']){const w=Object.assign(document.createElement('button'),{className:'learn-quiz__move',type:'button'})
w.dataset.move=t
w.setAttribute('aria-label',C(this.dataset[t],{step:n}))
w.setAttribute('aria-keyshortcuts',`Alt+Arrow${t==='up'?'Up':'Down'}`)
e.append(w)}
return e}
get #e(){return[...this.querySelectorAll('form')]}
#a({dataset:{kind:p,key:a}}){return{kind:p,key:a.split(' ')}}
#l(e){return e.querySelector('.learn-quiz__verdict')}
#r(e){return[...e.querySelectorAll('.learn-quiz__option')]}
#s(e){return this.#r(e).map((l)=>l.dataset.option)}
#m(e,name,G={}){return C(this.getAttribute(`data-${e.dataset.kind}-${name}`)??this.getAttribute(`data-${name}`)??'',G)}
#t(e,u){this.#l(e).textContent=u}
#I(e){if(e.dataset.kind==='sequence')return'moved'in e.dataset?this.#s(e):[]
return[...e.querySelectorAll('.learn-quiz__box:checked')].map((b)=>b.value)}
#f(e){e.querySelector('.learn-quiz__box:enabled, .learn-quiz__move:enabled')?.focus()}
#E(e){const o=this.#I(e)
const s=J(this.#a(e),o)
if(s==='empty'){this.#f(e)
this.#t(e,this.#m(e,'empty'))
return}
this.#q(e,o,s)
this.#o()
if(!this.querySelector('form:not([data-verdict], [hidden])'))this.#l(e).append(this.dataset.last)
this.#l(e).focus()}
#q(e,o,s){const{id:t,rev:x,first:d,hints:P}=e.dataset
if(!d)e.dataset.first=s
this.#b(e,o,s)
const n={id:t,rev:x,given:o,verdict:s,firstTry:!d,hints:Number(P??0)}
this.dispatchEvent(new CustomEvent('learn-answer',{bubbles:true,detail:n}))}
#b(e,o,s){this.#v(e)
const k=this.#a(e)
const O=s==='shown'
if(k.kind==='sequence')this.#c(e,O?k.key:o)
for(const b of e.querySelectorAll('.learn-quiz__box'))b.checked=o.includes(b.value)
const i=X(k,o)
const W=s==='partly'&&i.slips>0?this.#m(e,'slips',i):''
this.#t(e,this.#m(e,s,i)+W)
const f=this.#s(e)
const d={missed:'answer',placed:'answer',spare:'other'}
for(const{id:t,mark:r,...V}of Z(k,f,O&&k.kind==='sequence'?f:o)){const l=e.querySelector(`[data-option="${t}"]`)
const u=this.#m(e,O?d[r]:r,V)
const F=Q('mark',u)
F.prepend(Q('icon'))
const n=document.createElement('div')
n.className='learn-quiz__feedback'
n.append(F)
const A=e.querySelector(`[data-for="${t}"]`)
if(A)n.append(A.cloneNode(true))
n.querySelector('[data-for]')?.removeAttribute('data-for')
l.dataset.mark=r
l.append(n)}
const c=e.querySelector('.learn-quiz__answer .learn-quiz__more')
if(c)e.querySelector('fieldset').append(c.cloneNode(true))
e.dataset.verdict=s}
#v(e){delete e.dataset.verdict
this.#t(e,'')
for(const H of e.querySelectorAll('.learn-quiz__feedback, fieldset > .learn-quiz__more'))H.remove()
for(const l of this.#r(e))delete l.dataset.mark}
#u(e){this.#v(e)
const t=e.querySelector('[data-asked]')
if(t)this.#c(e,t.dataset.asked.split(' '))
e.reset()
delete e.dataset.moved}
#w(e){this.#u(e)
for(const z of e.querySelectorAll('.learn-quiz__hint'))z.open=false
delete e.dataset.first
delete e.dataset.hints}
#o(){for(const e of this.#e){const S=Boolean(e.dataset.verdict)
for(const U of e.querySelectorAll('.learn-quiz__box'))U.disabled=S
if(e.dataset.kind==='sequence')this.#z(e,S)
const t=e.querySelector('[data-do=check]')
t.hidden=t.disabled=S
e.querySelector('[data-do=try]').hidden=!S||e.dataset.verdict==='right'}
this.#C()}
#z(e,S){const V=[...e.querySelectorAll('.learn-quiz__place')]
const t=[...V].sort((n,o)=>n.value-o.value)
if(t.every((N,r)=>Number(N.value)===r+1)){this.#c(e,t.map((N)=>N.name))}
const E=this.#r(e)
for(const N of V)N.hidden=true
for(const[r,l]of E.entries()){l.querySelector('.learn-quiz__moves').hidden=S
const[I,i]=l.querySelectorAll('.learn-quiz__move')
I.disabled=r===0
i.disabled=r===E.length-1}}
#c(e,f){e.dataset.moved=''
for(const[r,t]of f.entries()){const l=e.querySelector(`[data-option="${t}"]`)
const n=this.#r(e)[r]
if(n!==l)n.before(l)
l.querySelector('.learn-quiz__place').value=r+1}}
#x(n,I){const e=n.closest('form')
const t=I?n.previousElementSibling:n.nextElementSibling
if(!t||e.dataset.verdict)return
const o=document.activeElement
if(I)n.after(t)
else n.before(t)
const f=this.#s(e)
this.#c(e,f)
this.#z(e,false)
if(n.contains(o)&&o.disabled)n.querySelector('.learn-quiz__move:enabled').focus()
this.#t(e,'')
const u=n.querySelector('.learn-quiz__words').textContent.trim()
const G={step:u,at:f.indexOf(n.dataset.option)+1,all:f.length}
e.querySelector('.learn-quiz__spoken').textContent=C(this.dataset.moved,G)}
#C(){const o=this.querySelector('.learn-quiz__result')
const q=this.#e
const n=et(q.map(({dataset:{id:t,first:d,verdict:s,hints:P}})=>({id:t,first:d,verdict:s,hints:Number(P??0)})))
const F=o.querySelector('.learn-quiz__score')
const name=n.answered===0?'none':n.left?'some':'all'
F.textContent=C(F.dataset[name],n)
const T=o.querySelector('.learn-quiz__map')
const p=T.querySelectorAll('a')
for(const[r,e]of q.entries()){const{id:t,first:d,verdict:s}=e.dataset
const D=!d?'':d==='right'?'right':s==='right'?'later':'missed'
p[r].dataset.state=D
p[r].lastElementChild.textContent=D?` (${T.dataset[D]})`:''}
const a=(f)=>q.flatMap((e,r)=>(f.includes(e.dataset.id)?[[e,r+1]]:[]))
const l=o.querySelector('.learn-quiz__used')
l.hidden=n.hinted.length===0
const m=a(n.hinted).map(([e,h])=>C(l.dataset.hint,{number:h,hints:e.dataset.hints}))
l.textContent=C(l.dataset.hints,{list:m.join(', ')})
const R=o.querySelector('.learn-quiz__missed')
R.hidden=n.missed.length===0
R.querySelector('ul').replaceChildren(...a(n.missed).map(([e])=>{const i=document.createElement('li')
const c=document.createElement('a')
c.href=`#${e.id}`
c.textContent=e.querySelector('.learn-quiz__title').textContent
i.append(c)
if(!n.open.includes(e.dataset.id))i.append(` (${T.dataset.later})`)
const u=e.querySelector('.learn-quiz__answer .learn-quiz__see')
if(u)i.append(u.cloneNode(true))
return i}))
const g='round'in this.dataset
const w=(name)=>o.querySelector(`[data-do=${name}]`)
w('retry').hidden=!q.some(({dataset:{id:t,verdict:s}})=>s&&n.open.includes(t))
w('all').hidden=!g
w('show').hidden=q.every((e)=>e.dataset.verdict)
w('over').hidden=n.answered===0
o.hidden=false}
#O(z){const{dataset:e}=z.closest('form')
if(!e.first)e.hints=Math.max(e.hints??0,z.dataset.step)}
#k(e){e.scrollIntoView()
this.#f(e)}
#T(event){const{target:m}=event
const stop=m.closest('.learn-quiz__stop, .learn-quiz__again a[href^="#"]')
if(stop)this.#d()
const t=m.closest('.learn-quiz__move')
if(t)return this.#x(t.closest('.learn-quiz__option'),t.dataset.move==='up')
const z=m.closest('summary')?.parentElement
if(z?.dataset.step&&!z.open)this.#O(z)
const n=m.closest('.learn-quiz__row--block')
if(n&&!m.closest('a, input')&&getSelection().isCollapsed)return n.querySelector('input').click()
const name=m.closest('button')?.dataset.do
const open=this.#e.filter(({dataset:{first:d,verdict:s}})=>d&&d!=='right'&&s!=='right')
if(name==='try'){const e=m.closest('form')
this.#u(e)
this.#o()
this.#f(e)}else if(name==='retry'){this.toggleAttribute('data-round',true)
for(const e of this.#e)e.hidden=!open.includes(e)
for(const e of open)this.#u(e)
this.#o()
this.#k(open[0])}else if(name==='all'){this.#d()
this.#o()
this.querySelector('.learn-quiz__score').focus()}else if(name==='show'){this.#d()
const q=this.#e.filter((e)=>!e.dataset.verdict)
for(const e of q)this.#q(e,[],'shown')
this.#o()
this.#l(q[0]).focus()}else if(name==='over'){this.#d()
const o=this.#e.filter((e)=>e.dataset.first).map((e)=>e.dataset.id)
for(const e of this.#e)this.#w(e)
this.dispatchEvent(new CustomEvent('learn-change',{bubbles:true,detail:{id:this.dataset.id,cleared:o}}))
this.#o()
this.#k(this.#e[0])}}
#d(){this.toggleAttribute('data-round',false)
this.querySelector('[data-do=all]').hidden=true
for(const e of this.#e)e.hidden=false}}
for(const e of[LearnActionsElement,LearnQuizElement]){try{if(!customElements.get(e.tag))customElements.define(e.tag,e)}catch(t){globalThis.reportError(t)}}})();
