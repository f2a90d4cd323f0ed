"""Countries as policy texts name them: by name, by adjective, and by the capital that stands for the government."""

from __future__ import annotations

COUNTRIES: dict[str, tuple[str, ...]] = {
    "afghanistan": ("Afghanistan", "Afghans?", "Kabul"),
    "argentina": ("Argentina", "Argentin(?:e|ian)s?", "Buenos Aires"),
    "australia": ("Australia", "Australians?", "Canberra"),
    "austria": ("Austria", "Austrians?", "Vienna"),
    "belgium": ("Belgium", "Belgians?", "Brussels"),
    "brazil": ("Brazil", "Brazilians?", "Brasília", "Brasilia"),
    "canada": ("Canada", "Canadians?", "Ottawa"),
    "chile": ("Chile", "Chileans?", "Santiago"),
    "china": ("People[’']s Republic of China", "PRC", "China", "Chinese", "Beijing"),
    "colombia": ("Colombia", "Colombians?", "Bogotá", "Bogota"),
    "cuba": ("Cuba", "Cubans?", "Havana"),
    "denmark": ("Denmark", "Danish", "Danes?", "Copenhagen"),
    "egypt": ("Egypt", "Egyptians?", "Cairo"),
    "ethiopia": ("Ethiopia", "Ethiopians?", "Addis Ababa"),
    "finland": ("Finland", "Finnish", "Finns?", "Helsinki"),
    "france": ("France", "French", "Paris"),
    "germany": ("Germany", "Germans?", "Berlin"),
    "greece": ("Greece", "Greeks?", "Athens"),
    "india": ("India", "Indians?", "New Delhi"),
    "indonesia": ("Indonesia", "Indonesians?", "Jakarta"),
    "iran": ("Iran", "Iranians?", "Tehran"),
    "iraq": ("Iraq", "Iraqis?", "Baghdad"),
    "ireland": ("Ireland", "Irish", "Dublin"),
    "israel": ("Israel", "Israelis?", "Jerusalem"),
    "italy": ("Italy", "Italians?", "Rome"),
    "japan": ("Japan", "Japanese", "Tokyo"),
    "kenya": ("Kenya", "Kenyans?", "Nairobi"),
    "luxembourg": ("Luxembourg",),
    "malaysia": ("Malaysia", "Malaysians?", "Kuala Lumpur"),
    "mexico": ("Mexico", "Mexicans?", "Mexico City"),
    "netherlands": ("Netherlands", "Dutch", "The Hague"),
    "newzealand": ("New Zealand", "New Zealanders?", "Wellington"),
    "nigeria": ("Nigeria", "Nigerians?", "Abuja"),
    "northkorea korea": (
        "Democratic People[’']s Republic of Korea",
        "DPRK",
        r"D\.P\.R\.K\.",
        "North Koreans?",
        "North Korea",
        "Pyongyang",
    ),
    "norway": ("Norway", "Norwegians?", "Oslo"),
    "pakistan": ("Pakistan", "Pakistanis?", "Islamabad"),
    "philippines": ("Philippines", "Philippine", "Filipinos?", "Manila"),
    "poland": ("Poland", "Polish", "Poles?", "Warsaw"),
    "portugal": ("Portugal", "Portuguese", "Lisbon"),
    "russia": ("Russian Federation", "Russia", "Russians?", "Moscow", "Kremlin"),
    "saudiarabia": ("Saudi Arabia", "Saudis?", "Riyadh"),
    "singapore": ("Singapore", "Singaporeans?"),
    "southafrica": ("South Africa", "South Africans?", "Pretoria"),
    "southkorea korea": ("Republic of Korea", "ROK", r"R\.O\.K\.", "South Koreans?", "South Korea", "Seoul"),
    "spain": ("Spain", "Spanish", "Spaniards?", "Madrid"),
    "sweden": ("Sweden", "Swedish", "Swedes?", "Stockholm"),
    "switzerland": ("Switzerland", "Swiss", "Bern"),
    "syria": ("Syria", "Syrians?", "Damascus"),
    "taiwan": ("Taiwan", "Taiwanese", "Taipei"),
    "thailand": ("Thailand", "Thais?", "Bangkok"),
    "turkey": ("Türkiye", "Turkey", "Turkish", "Turks?", "Ankara"),
    "ukraine": ("Ukraine", "Ukrainians?", "Kyiv", "Kiev"),
    "unitedkingdom": ("United Kingdom", r"U\.K\.", "UK", "Great Britain", "Britain", "British", "Britons?", "London"),
    "usamerica": ("United States(?: of America)?", r"U\.S\.A\.", r"U\.S\.", "USA", "US", "Americans?", "Washington"),
    "venezuela": ("Venezuela", "Venezuelans?", "Caracas"),
    "vietnam": ("Vietnam", "Viet Nam", "Vietnamese", "Hanoi"),
}
"""What a country is indexed as, and the patterns of the names that mean it, longer ones before those within them."""

BODIES: dict[str, tuple[str, ...]] = {
    "korea": ("Koreas?", "Koreans?"),
    "unitednations": ("United Nations", r"U\.N\.", "UN"),
    "europeanunion": ("European Union", r"E\.U\.", "EU"),
}
"""The same for names that are no country's."""

CAPITALS = frozenset(
    """Kabul Canberra Vienna Brussels Ottawa Santiago Beijing Havana Copenhagen Cairo Helsinki Paris Berlin Athens
    Jakarta Tehran Baghdad Dublin Jerusalem Rome Tokyo Nairobi Wellington Abuja Pyongyang Oslo Islamabad Manila Warsaw
    Lisbon Moscow Kremlin Riyadh Pretoria Seoul Madrid Stockholm Bern Damascus Taipei Bangkok Ankara Kyiv Kiev London
    Washington Caracas Hanoi""".split()
)
"""Capitals in one word, which may also mean the place."""

_USUAL = {
    "china": "China",
    "northkorea korea": "North Korea",
    "russia": "Russia",
    "southkorea korea": "South Korea",
    "turkey": "Turkey",
    "usamerica": "United States",
}


def country_name(key: str) -> str:
    """Return the usual name of a country, by what it is indexed as."""
    return _USUAL.get(key, COUNTRIES[key][0])
