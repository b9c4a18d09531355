"""Lists in their published forms, made up for the tests: nobody of these names is meant."""

OFAC = """<?xml version="1.0" standalone="yes"?>
<sdnList xmlns="https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML">
  <publshInformation><Publish_Date>11/20/2026</Publish_Date><Record_Count>2</Record_Count></publshInformation>
  <sdnEntry>
    <uid>101</uid><firstName>Testim</firstName><lastName>SAMPLOV</lastName><sdnType>Individual</sdnType>
    <akaList><aka><uid>1</uid><category>weak</category><lastName>EXAMPLIN</lastName></aka></akaList>
    <idList>
      <id><uid>2</uid><idType>Passport</idType><idNumber>AB1</idNumber></id>
      <id><uid>3</uid><idType>Digital Currency Address - XBT</idType>
        <idNumber>1BoatSLRHtKNngkdXEeobR76b53LETtpyT</idNumber></id>
      <id><uid>4</uid><idType>Digital Currency Address - ETH</idType>
        <idNumber>0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed</idNumber></id>
    </idList>
  </sdnEntry>
  <sdnEntry><uid>102</uid><lastName>MADE UP SHIPPING CO.</lastName><sdnType>Entity</sdnType></sdnEntry>
</sdnList>"""

UNITED_NATIONS = """<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST dateGenerated="2026-11-08T23:00:06.496Z">
  <INDIVIDUALS><INDIVIDUAL>
    <DATAID>1</DATAID><FIRST_NAME>ABEL</FIRST_NAME><SECOND_NAME>BAKER</SECOND_NAME><THIRD_NAME/>
    <NAME_ORIGINAL_SCRIPT>هابيل</NAME_ORIGINAL_SCRIPT><REFERENCE_NUMBER>XXi.001</REFERENCE_NUMBER>
    <INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Charlie Dog</ALIAS_NAME></INDIVIDUAL_ALIAS>
    <INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
  </INDIVIDUAL></INDIVIDUALS>
  <ENTITIES><ENTITY>
    <DATAID>2</DATAID><FIRST_NAME>EASY FORCES</FIRST_NAME>
    <ENTITY_ALIAS><ALIAS_NAME>Fox Brigade</ALIAS_NAME></ENTITY_ALIAS>
  </ENTITY></ENTITIES>
</CONSOLIDATED_LIST>"""

EUROPEAN_UNION = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-11-05T16:47:04.449+02:00" globalFileId="1">
  <sanctionEntity euReferenceNumber="EU.1.1" logicalId="13">
    <nameAlias firstName="George" middleName="" lastName="How" wholeName="George How" strong="true"/>
    <nameAlias firstName="Item" middleName="" lastName="Jig" wholeName="" strong="false"/>
  </sanctionEntity>
  <sanctionEntity logicalId="14"><nameAlias wholeName="King Works"/></sanctionEntity>
</export>"""

OWN = """name,aliases,address,entry,as_of
山本 架空,ヤマモト カクウ; Kaku Yamamoto,0xABCDEFabcdefABCDEFabcdefABCDEFabcdefABCD,J-1,2026-11-01
Love Mike,,,,2026-11-02
"""

MINISTRY = "番号,氏名,別名\n7,架空 花子,カクウ ハナコ\n"
