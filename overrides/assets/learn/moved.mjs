// Carries saved work over to renamed ids, on pages whose items had other ids before. Others need not load it.
import './core/moved.mjs'
