// Shared GLSL. The sources carry no comments and short names: they ship as they stand.

// h: hash of three integers to 0..1; g: gradient noise -1..1, tiling each `t` cells; f: value noise in
// space 0..1; w: cellular noise (nearest distance, second nearest, hash of the nearest).
export const noiseSource = `
uint pcg(uint v){v=v*747796405u+2891336453u;v=((v>>((v>>28u)+4u))^v)*277803737u;return (v>>22u)^v;}
float h(ivec3 p){uvec3 u=uvec3(p)*uvec3(1597334677u,3812015801u,2798796415u);return float(pcg(u.x^u.y^u.z))/4294967296.;}
float gr(ivec2 i,vec2 f,int t,int s){i=(i%t+t)%t;float a=h(ivec3(i,s))*6.2832;return dot(vec2(cos(a),sin(a)),f);}
float g(vec2 p,int t,int s){ivec2 i=ivec2(floor(p));vec2 f=fract(p),u=f*f*f*(f*(f*6.-15.)+10.);
return mix(mix(gr(i,f,t,s),gr(i+ivec2(1,0),f-vec2(1,0),t,s),u.x),mix(gr(i+ivec2(0,1),f-vec2(0,1),t,s),gr(i+1,f-1.,t,s),u.x),u.y)*1.4;}
float f3(vec3 p,int s){ivec3 i=ivec3(floor(p))+s*57;vec3 f=fract(p);f*=f*(3.-2.*f);
vec4 a=vec4(h(i),h(i+ivec3(1,0,0)),h(i+ivec3(0,1,0)),h(i+ivec3(1,1,0)));i.z++;
vec4 b=vec4(h(i),h(i+ivec3(1,0,0)),h(i+ivec3(0,1,0)),h(i+ivec3(1,1,0)));a=mix(a,b,f.z);
a.xy=mix(a.xz,a.yw,f.x);return mix(a.x,a.y,f.y);}
vec3 w(vec2 p,int t,int s){ivec2 i=ivec2(floor(p));vec2 f=fract(p);vec3 r=vec3(9,9,0);
for(int y=-1;y<2;y++)for(int x=-1;x<2;x++){ivec2 c=((i+ivec2(x,y))%t+t)%t;float k=h(ivec3(c,s));
vec2 d=vec2(x,y)+.5+.4*cos(k*90.+vec2(0,1.6))-f;float l=length(d);
if(l<r.x)r=vec3(l,r.x,k);else if(l<r.y)r.y=l;}return r;}
`
