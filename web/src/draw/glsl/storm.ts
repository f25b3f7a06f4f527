// The shader of the storm, apart from the others: it comes behind the first picture.

// uView: camera x, y, half width, half height (u); uRing: sector radius, time.
export const stormSource = (low: boolean, tone: string): string =>
  `in vec2 q;out vec4 O;uniform sampler2D uN;uniform vec4 uView;uniform vec2 uRing;${tone}
void main(){vec2 p=uView.xy+(q-.5)*2.*uView.zw*vec2(1,-1);float d=length(p)-uRing.x,T=uRing.y;
if(d<-190.){O=vec4(0);return;}
vec2 s=p/900.,flow=vec2(.016,-.012)*T;
vec4 a=texture(uN,s+flow),b=texture(uN,s*2.1-flow*1.6+.12*a.xy),c=texture(uN,s*4.7+flow*3.+.10*b.yx);
float e=d+(a.x-.5)*190.+(b.y-.5)*120.+(c.x-.5)*44.;
float in1=smoothstep(-30.,170.,e),wall=exp(-pow(e/26.,2.)),glow=exp(-max(-e,0.)/46.)*step(e,0.)+step(0.,e)*exp(-e/150.);
float bil=clamp(b.x*.7+c.y*.6-.25+a.z*.2,0.,1.2),fil=pow(clamp(c.z*.75+b.z*.28,0.,1.),7.);
vec3 k=mix(vec3(.006,.003,.008),vec3(.125,.014,.024),bil*bil)+vec3(.028,.008,.05)*bil*bil*smoothstep(.4,.75,a.y);
float fl=pow(max(0.,sin(T*2.1+a.x*21.)*sin(T*3.7+b.x*17.)),6.);
vec3 o=k*in1+vec3(.8,.05,.12)*glow*(.06+.34*bil*bil)+vec3(.62,.30,.75)*fil*in1*(.05+fl*1.5);
o=mix(vec3(dot(o,vec3(.3,.59,.11))),o,.6)*.5+vec3(.62,.24,.25)*wall*(.12+.8*b.z*b.z)*${low ? '.4' : '.7'};o*=smoothstep(-190.,-110.,d);
float al=in1*.9;O=vec4(${low ? 'tone(o)*clamp(in1+glow+wall,0.,1.)' : 'o'},al);}`
