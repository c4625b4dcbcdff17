"""How the report looks and what its filters do: plain CSS and JavaScript, nothing from elsewhere."""

from __future__ import annotations

STYLE = """
:root{color-scheme:light dark;--line:#8883;--soft:#8881;--bad:#b3261e;--good:#1b7f4b;--ink:#2f6db3;
 --cut:#b3261e22;--new:#1b7f4b22}
@media(prefers-color-scheme:dark){:root{--bad:#f2867e;--good:#6cc795;--ink:#8db9ea}}
*{box-sizing:border-box}
body{font:15px/1.55 system-ui,sans-serif;max-width:70rem;margin:0 auto;padding:1.5rem 1rem 4rem;
 overflow-wrap:anywhere}
h1{font-size:1.6rem;margin:0}h2{font-size:1.15rem;margin:2.5rem 0 .6rem}
.sub{opacity:.75;margin:.2rem 0 1.2rem}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(10.5rem,1fr));gap:.7rem;margin:1rem 0}
.tile{border:1px solid var(--line);border-radius:.6rem;padding:.7rem .9rem}
.tile b{display:block;font-size:1.5rem;line-height:1.2;font-variant-numeric:tabular-nums}
.tile small{display:block}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
td,th{padding:.28rem .55rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:middle}
td.n,th.n{text-align:right;white-space:nowrap}
th{font-weight:600}
td button{border:0;background:none;padding:0;color:var(--ink);cursor:pointer;text-align:left}
td button:hover{text-decoration:underline}
.wide{overflow-x:auto}
.bar{background:var(--soft);height:.55rem;min-width:7rem;position:relative;border-radius:.3rem}
.bar i{position:absolute;inset:0 auto;background:var(--ink);opacity:.55;border-radius:.3rem;min-width:2px}
.bar b{position:absolute;top:-.15rem;bottom:-.15rem;width:2px;background:currentColor}
td.heat{background:color-mix(in srgb,var(--bad) var(--miss),transparent)}
.gate{padding:.7rem 1rem;border-left:4px solid var(--good);background:var(--soft);
 border-radius:0 .4rem .4rem 0}
.gate.bad{border-color:var(--bad)}.gate ul{margin:.3rem 0 0;padding-left:1.2rem}
.causes{display:flex;height:1.6rem;border-radius:.4rem;overflow:hidden;margin:.4rem 0 .8rem}
.causes button{border:0;padding:0;min-width:4px;cursor:pointer;font:inherit;color:inherit;
 background:color-mix(in srgb,var(--bad) var(--tone),transparent)}
form{display:flex;flex-wrap:wrap;gap:.5rem .9rem;align-items:center;position:sticky;top:0;z-index:1;
 background:Canvas;padding:.6rem 0;border-bottom:1px solid var(--line)}
input,select,button{font:inherit;padding:.25rem .45rem}
#count{margin-left:auto;opacity:.75}
details.turn{border-bottom:1px solid var(--line)}
details.turn>summary{cursor:pointer;padding:.5rem 0;display:flex;gap:.6rem;align-items:baseline}
details.turn>summary::marker{content:""}
.q{flex:1}.id{opacity:.6;font-size:.82rem;white-space:nowrap}
.tag{font-size:.8rem;padding:.05rem .5rem;border:1px solid;border-radius:.7rem;white-space:nowrap}
.tag.bad{color:var(--bad)}.tag.good{color:var(--good)}.tag.moved{color:var(--ink)}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:1rem;margin-bottom:.6rem}
@media(max-width:44rem){.pair{grid-template-columns:1fr}}
.pair h3{font-size:.85rem;margin:0 0 .2rem;opacity:.75;font-weight:600}
.box{background:var(--soft);border-radius:.5rem;padding:.6rem .8rem;white-space:pre-wrap}
.box p{margin:0 0 .3rem}
del{background:var(--cut);color:var(--bad)}ins{background:var(--new);color:var(--good);text-decoration:none}
ul.notes{margin:.2rem 0;padding-left:1.2rem}
.fine{font-size:.82rem;opacity:.75;margin:.2rem 0 .8rem}
:focus-visible{outline:2px solid var(--ink);outline-offset:2px}
"""

SCRIPT = """
const rows=[...document.querySelectorAll('details.turn')],form=document.forms[0];
const count=document.getElementById('count');
function show(){const f=form.elements,q=f.q.value.toLowerCase();let n=0;
 for(const r of rows){const d=r.dataset;
  const ok=(!f.suite.value||d.suite===f.suite.value)&&(!f.cause.value||d.cause===f.cause.value)
   &&(!f.given.value||d.given===f.given.value)
   &&(f.which.value!=='wrong'||d.cause)&&(f.which.value!=='right'||!d.cause)
   &&(f.which.value!=='moved'||d.moved)&&(f.which.value!=='lost'||d.moved==='lost')
   &&(f.which.value!=='won'||d.moved==='won')
   &&(!q||r.textContent.toLowerCase().includes(q));
  r.hidden=!ok;n+=ok?1:0}
 count.textContent=n+' av '+rows.length+' turer'}
function pick(name,value){form.elements[name].value=value;form.elements.which.value='';show();
 form.scrollIntoView({behavior:'smooth'})}
document.addEventListener('click',e=>{const b=e.target.closest('[data-pick]');
 if(b){pick(b.dataset.pick,b.dataset.value)}});
document.getElementById('open').addEventListener('click',()=>{const shown=rows.filter(r=>!r.hidden);
 const all=shown.every(r=>r.open);shown.slice(0,200).forEach(r=>r.open=!all)});
form.addEventListener('input',show);form.addEventListener('submit',e=>e.preventDefault());show();
"""
