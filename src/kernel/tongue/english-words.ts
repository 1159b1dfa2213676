/** English words a letter in English cannot do without, and those of the matters people write about. */
export const english = `
the a an and or but is are was were be been being am do does did done have has had will would can could should may might must not no yes of to in on at for from by with without about into
over under after before near next between during until since because when where why how what which who whose if than then there here this that these those it its he she we you they i me my
our your their his her us them him
all any some every each many much more most few very too also just only again still already never always ever please help thank thanks dear hello hi sir good bad new old big small cold hot
dark dirty broken open closed dangerous icy loud late free out off up down one two three first last day days week weeks month months year years time
street light lights lamp lamps road roads house home flat yard lift elevator water heating gas smell power electricity cuts garbage rubbish waste snow ice bus stop school kindergarten child
children hospital doctor pension payment paid pay money tariff bill neighbours noise dog dogs stray tree trees roof leak leaking pipe pipes hole manhole pavement playground office answer
answers reply replied letter phone call called written write wrote wait waiting ask request complaint fix fixed repair repaired repairing clean cleaning work works working get got give given
make made take taken know like need want would place housing assistance apply permission responsible received nobody everywhere everybody evening night morning tap brown rats basement
hallway available school's
number date name address language calendar table message text page document paper file picture change rules rule unit branch body person people resident residents citizen office matter
matters register sent send received return returned came come back put attach attached publish published hidden show shown save saved cancel close choose find search list other another
everything something nothing anything own same different right wrong true problem problems issue issues situation reason result decision deadline term case report reported happened since
today tomorrow yesterday weekend
father mother family disabled elderly son daughter baby kids teacher student class lesson medicine doctor ambulance queue appointment document certificate passport law court police fire
safety danger accident car cars truck driver traffic parking crossing sign bridge river park bench garden shop market store neighbour neighbor building entrance floor wall window door
ceiling room kitchen bathroom wire wires cable meter price cost salary job business land plot village city town district region government mayor
turned switched installed removed replaced built promised ignored refused explained told said says saying asked asking paid gone went going left living live lives stand standing running run
walk walking fell fall cut down since through around behind across along off even though however therefore unfortunately immediately urgently regularly constantly properly almost enough
several both neither either such own than yet soon later ago
`;
