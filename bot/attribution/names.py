"""Given names that mostly men, or mostly women, have: for a “he” or a “she” that may mean either of two persons.

General knowledge of English-speaking news, with the commonest names of other languages in it; no list of anybody's.
"""

MEN = frozenset(
    """aaron abdul abraham adam adrian ahmed alan albert alejandro alexander alfred allen ali alvin andre
    andrew anthony antonio arthur ashton barack barry ben benjamin bernard bernie bill bob bobby boris
    brad bradley brandon brendan brent brett brian bruce bryan byron caleb calvin carl carlos cesar
    charles charlie chris christopher chuck clarence clark claude clyde cody colin connor craig curtis
    dale damon dan daniel darrell darren dave david dean dennis derek diego dimitri dmitry don donald doug
    douglas drew duncan dwight earl ed eddie edgar eduardo edward edwin eli elias emmanuel enrique eric
    erik ernest ethan eugene evan felix fernando francis francisco frank franklin fred frederick gabriel
    garrett gary gene geoffrey george gerald gilbert glen glenn gordon graham grant greg gregory guy hank
    hans harold harry hassan hector henry herbert herman howard hugh ian igor ivan jack jackson jacob jake
    james jamie jared jason javier jay jeff jeffrey jeremy jerome jerry jesse jesus jim jimmy joe joel
    john johnny jon jonathan jordan jorge jose joseph josh joshua juan julian julio justin karl keith ken
    kenneth kevin kurt kyle lance larry lawrence lee leon leonard leroy lewis liam lindsey lloyd logan
    louis lucas luis luke malcolm manuel marc marco marcus mario mark marshall martin marvin mason matt
    matthew maurice max melvin michael miguel mike mitch mitchell mohammed mohammad morris nathan
    nathaniel ned neil nicholas nick nigel noah norman oliver omar orlando oscar otto owen pablo patrick
    paul pedro perry pete peter phil philip phillip pierre rafael ralph ramon rand randall randy raul ray
    raymond reggie reid rex ricardo richard rick ricky rob robert roberto rodney roger roland ron ronald
    ross roy ruben rudy russell ryan sam samuel scott sean sebastian sergei sergey seth shane shawn simon
    spencer stan stanley stephen steve steven stuart ted terrence terry theodore thomas tim timothy todd
    tom tommy tony travis trevor troy tyler vernon victor vincent vladimir wallace walter warren wayne
    wesley will william xavier zachary""".split()
)
WOMEN = frozenset(
    """abigail adele agnes alexandra alice alicia alison allison amanda amber amelia amy ana andrea angela
    angelica anita ann anna anne annette annie april ashley audrey barbara beatrice becky bernadette
    bertha beth betty beverly bianca bonnie brenda bridget brittany caitlin camille candace carla carly
    carmen carol carole caroline carolyn carrie cassandra catherine cecilia celeste charlotte chelsea
    cheryl chloe christina christine cindy claire clara claudia colleen connie crystal cynthia daisy dana
    daniela danielle dawn debbie deborah debra delia denise diana diane dolores donna dora doris dorothy
    edith eileen elaine eleanor elena elise elizabeth ella ellen eloise emily emma erica erin esther ethel
    eva evelyn fatima felicia fiona florence frances gabriela gail georgia geraldine gina ginger gladys
    glenda gloria grace greta gwen hannah harriet hazel heather heidi helen hillary holly ida imani ingrid
    irene iris irma isabel isabella ivanka jackie jacqueline jane janet janice jasmine jean jeanette
    jeanne jenna jennifer jenny jessica jill jo joan joanna joanne josephine joy joyce juanita judith judy
    julia juliana julie june kamala karen karin kate katherine kathleen kathryn kathy katie kayla
    kellyanne kimberly kirsten kirstjen kristen kristin kristina laura lauren leah leslie leticia
    lillian lily linda lisa liz lois loretta lori lorraine louise lucia lucille lucy lydia lynn mabel
    madeleine madeline maggie marcia margaret margarita maria marian marianne marie marilyn marina marion
    marisol marissa marjorie marlene martha mary maureen maya megan melanie melinda melissa mercedes
    michele michelle mildred miranda miriam molly monica nadia nancy naomi natalie natasha nicole nikki
    nina nora norma olga olivia pamela patricia paula pauline peggy penny phyllis priscilla priya rachel
    ramona rebecca regina renee rhonda rita roberta robin rosa rosalind rose rosemary ruth sabrina sally
    samantha sandra sara sarah selena serena shannon sharon sheila shelly sherry shirley silvia simone
    sofia sonia sophia sophie stacy stella stephanie susan susana suzanne sylvia tamara tammy tanya tara
    tatiana teresa thelma theresa tiffany tina tracy valentina valerie vanessa vera veronica vicki
    victoria viola violet virginia vivian wanda wendy whitney yolanda yvette yvonne zoe""".split()
)

GIVEN = MEN | WOMEN
